"""Containers are driven through the docker command; a stand-in records what it is asked."""

from pathlib import Path

import pytest
from localstack import container_backends, containers
from localstack.errors import BackendUnavailableError
from localstack.home import Home

_DOCKER = """#!/bin/sh
echo "$@" >> "{log}"
[ "$1" != "{failing}" ] || {{ echo "no engine for you" >&2; exit 1; }}
[ "$1" != inspect ] || echo true
"""


class _Engine:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.log = directory / "calls"
        self.answer(failing="nothing")

    def answer(self, failing: str) -> None:
        docker = self._directory / "docker"
        docker.write_text(_DOCKER.format(log=self.log, failing=failing))
        docker.chmod(0o755)

    def calls(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Engine:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return _Engine(tmp_path)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "home")


def test_an_engine_that_answers_is_told_from_one_that_does_not(engine: _Engine) -> None:
    assert containers.engine_answers()
    engine.answer(failing="info")
    assert not containers.engine_answers()


def test_the_database_is_a_replica_set_on_the_loopback(engine: _Engine, home: Home) -> None:
    database = container_backends.database(home, 27117)
    database.start()
    run = next(call for call in engine.calls() if call.startswith("run"))
    assert "--publish 127.0.0.1:27117:27017" in run
    assert run.endswith("mongo:8 --replSet aftersales --bind_ip_all")
    assert database.containers() == [database.name]
    assert database.url == "mongodb://127.0.0.1:27117/?directConnection=true"


def test_a_killed_broker_starts_again_with_its_data_and_stop_removes_it(engine: _Engine, home: Home) -> None:
    broker = container_backends.broker(home, 5772)
    broker.start()
    assert broker.alive()
    broker.kill()
    broker.start()
    broker.stop()
    verbs = [call.split()[0] for call in engine.calls()]
    assert verbs == ["rm", "run", "inspect", "kill", "start", "stop", "rm"]
    assert broker.containers() == []
    assert not broker.alive()


def test_two_homes_have_two_names(tmp_path: Path) -> None:
    names = {container_backends.broker(Home.at(tmp_path / name), 5772).name for name in ("a", "b")}
    assert len(names) == 2


def test_what_the_engine_complains_of_is_passed_on(engine: _Engine, home: Home) -> None:
    engine.answer(failing="run")
    with pytest.raises(BackendUnavailableError, match="no engine for you"):
        container_backends.broker(home, 5772).start()
