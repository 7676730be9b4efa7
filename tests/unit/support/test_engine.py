"""The tests' choice of backends: bounded, honest, never silently something else."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.engine import BACKENDS_VARIABLE, WrongChoiceError, chosen_engine, engine_version, images

pytestmark = pytest.mark.slow


@contextmanager
def _listener(place: Path) -> Iterator[dict[str, str]]:
    """A socket that takes connections and says nothing."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place))
        server.listen()
        kept: list[socket.socket] = []

        def accept() -> None:
            try:
                while True:
                    kept.append(server.accept()[0])
            except OSError:
                return

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield {"DOCKER_HOST": f"unix://{place}", "PATH": "/usr/bin:/bin", "HOME": str(place.parent)}
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in kept:
                connection.close()


def test_an_engine_that_hangs_is_given_up_in_time(tmp_path: Path) -> None:
    began = time.monotonic()
    with _listener(tmp_path / "engine.sock") as environment:
        assert engine_version(environment, patience=1.0) is None
    assert time.monotonic() - began < 5


def test_a_client_without_an_engine_means_the_local_stack(tmp_path: Path) -> None:
    nowhere = {"DOCKER_HOST": f"unix://{tmp_path}/nobody.sock", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    assert engine_version(nowhere) is None
    assert chosen_engine(nowhere) is None


def test_containers_that_were_asked_for_are_not_replaced(tmp_path: Path) -> None:
    nowhere = {"DOCKER_HOST": f"unix://{tmp_path}/nobody.sock", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    with pytest.raises(WrongChoiceError, match="no Docker engine answers"):
        chosen_engine(nowhere | {BACKENDS_VARIABLE: "containers"})
    with pytest.raises(WrongChoiceError, match="'docker'"):
        chosen_engine(nowhere | {BACKENDS_VARIABLE: "docker"})


def test_the_local_stack_can_be_asked_for_beside_an_engine(tmp_path: Path) -> None:
    with _listener(tmp_path / "engine.sock") as environment:
        began = time.monotonic()
        assert chosen_engine(environment | {BACKENDS_VARIABLE: "local"}) is None
        assert time.monotonic() - began < 0.5


def test_images_can_be_overridden() -> None:
    assert images({}) == ("rabbitmq:4-management", "mongo:8")
    assert images({"RABBITMQ_IMAGE": "rabbitmq:3", "MONGO_IMAGE": ""}) == ("rabbitmq:3", "mongo:8")
