"""A private broker and database, keys and a token for one bench run."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pymongo
from localstack.backends import Backends, start_backends
from localstack.home import Home
from localstack.keys import auth_key_file, tracking_key_file
from localstack.tokens import Person, issue

from bench.processes import Server, server

QUIET = ("--no-access-log", "--no-proxy-headers", "--log-level", "warning")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the measured processes need."""

    backends: Backends
    home: Home
    log: Path
    token: str

    def environment(self, port: int, database: str) -> dict[str, str]:
        """Settings of one process."""
        return {
            "AFTERSALES_SERVICE_PORT": str(port),
            "AFTERSALES_MONGODB_URL": self.backends.mongodb_url,
            "AFTERSALES_MONGODB_DATABASE": database,
            "AFTERSALES_AMQP_URL": self.backends.amqp_url,
            "AFTERSALES_AUTH_KEY_FILE": str(auth_key_file(self.home)),
            "AFTERSALES_TRACKING_KEY_FILE": str(tracking_key_file(self.home)),
            "AFTERSALES_LOG_LEVEL": "WARNING",
        }

    @contextmanager
    def service(self, name: str, port: int) -> Iterator[Server]:
        """One of the five services."""
        environment = self.environment(port, f"bench_{name}")
        with server([name], port, environment, ready="/readyz", log=self.log) as started:
            yield started

    @contextmanager
    def application(self, path: str, port: int) -> Iterator[Server]:
        """A baseline under uvicorn, with the same loop and parser as the services."""
        command = [
            "uvicorn",
            path,
            "--port",
            str(port),
            "--no-access-log",
            "--log-level",
            "warning",
            "--no-proxy-headers",
        ]
        with server(command, port, self.environment(port, "bench"), ready="/openapi.json", log=self.log) as started:
            yield started

    def count(self, database: str, collection: str) -> int:
        """How many documents there are."""
        with pymongo.MongoClient[dict[str, object]](self.backends.mongodb_url) as client:
            return client[database][collection].estimated_document_count()

    def wait_count(self, database: str, collection: str, expected: int, seconds: float) -> float:
        """When there were `expected` documents, on the clock of time.perf_counter. Raises TimeoutError."""
        deadline = time.perf_counter() + seconds
        with pymongo.MongoClient[dict[str, object]](self.backends.mongodb_url) as client:
            documents = client[database][collection]
            while time.perf_counter() < deadline:
                if documents.estimated_document_count() >= expected:
                    return time.perf_counter()
                time.sleep(0.02)
        raise TimeoutError(f"{collection}: fewer than {expected} documents after {seconds} s")


@contextmanager
def surroundings(directory: Path) -> Iterator[Surroundings]:
    """Start broker and database, stop them at the end."""
    with start_backends(directory / "backends") as backends:
        home = Home.at(directory / "keys")
        home.keys.mkdir(parents=True, exist_ok=True)
        token = issue(Person(roles=["sales_clerk"], staff="bench"), auth_key_file(home).read_text(), datetime.now(UTC))
        yield Surroundings(backends, home, directory / "processes.log", token)
