"""The health check of a container: 0 for ready, 1 for everything else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from chassis.probe import main


@contextmanager
def _server(paths: dict[str, int]) -> Iterator[dict[str, str]]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(paths.get(self.path, 404))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Silent."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield {"AFTERSALES_SERVICE_PORT": str(server.server_port)}
        server.shutdown()
        thread.join()


def test_ready_is_0() -> None:
    with _server({"/readyz": 200}) as environment:
        assert main([], environment) == 0


def test_not_ready_is_1_though_it_lives(capsys: pytest.CaptureFixture[str]) -> None:
    with _server({"/readyz": 503, "/livez": 200}) as environment:
        assert main([], environment) == 1
        assert "503" in capsys.readouterr().err
        assert main(["livez"], environment) == 0


def test_nobody_there_is_1() -> None:
    with _server({}) as environment:
        pass
    assert main([], environment) == 1
