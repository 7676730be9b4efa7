"""The suite in containers, driven through docker compose as its operators do."""

import asyncio
import json
import os
import secrets
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from localstack.services import SERVICES
from localstack.tokens import Person, issue

ROOT = Path(__file__).resolve().parents[2]
FILES = ("docker-compose.yml", "tests/compose/override.yml")
_UP_S = 900.0
_CALL_S = 120.0
_LOG_LINES = 40


class ComposeError(AssertionError):
    """A command failed; the message is its output."""


@dataclass
class Compose:
    """One project with names and a port of its own, in ``home`` what the tests share with it. A context manager.

    ``replicas`` of services that shall not have one; ``port`` is the entrance's on 127.0.0.1.
    """

    home: Path
    port: int
    replicas: dict[str, int] = field(default_factory=dict)
    project: str = field(default_factory=lambda: f"aftersales-test-{secrets.token_hex(4)}")

    @property
    def mail(self) -> Path:
        """Directory of the mail sink."""
        return self.home / "mail"

    @property
    def environment(self) -> dict[str, str]:
        """What compose files and scripts read."""
        scale = {f"{service.upper()}_REPLICAS": str(count) for service, count in self.replicas.items()}
        return {
            **os.environ,
            **scale,
            "COMPOSE_PROJECT_NAME": self.project,
            "COMPOSE_FILE": os.pathsep.join(FILES),
            "AFTERSALES_PORT": str(self.port),
            "AFTERSALES_TEST_HOME": str(self.home),
            "AFTERSALES_TEST_USER": f"{os.getuid()}:{os.getgid()}",
        }

    def start(self) -> None:
        """Build what changed and wait until everything is healthy."""
        self.mail.mkdir(parents=True, exist_ok=True)
        self.compose("build", within=_UP_S)
        self.compose("up", "--detach", "--wait", within=_UP_S)

    def stop(self) -> None:
        """Remove containers, networks and volumes."""
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "30", within=_UP_S)

    def compose(self, *arguments: str, within: float = _CALL_S) -> str:
        """One docker compose command; its standard output."""
        return self.run("docker", "compose", *arguments, within=within)

    def run(self, *command: str, within: float = _CALL_S) -> str:
        """A command in the repository's root. Raises ``ComposeError`` with what it said."""
        done = self._try(command, {}, within)
        if done.returncode:
            raise ComposeError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    async def fails_beside(self, *command: str, variables: Mapping[str, str], within: float = _CALL_S) -> str:
        """What a command complains of that is meant to fail, with more variables than usual."""
        done = await asyncio.to_thread(lambda: self._try(command, variables, within))
        assert done.returncode, done.stdout
        return done.stderr

    async def run_beside(self, *command: str, within: float = _CALL_S) -> str:
        """The same without holding up the test's own work."""
        return await asyncio.to_thread(lambda: self.run(*command, within=within))

    def containers(self, service: str) -> list[str]:
        """Ids of its running containers, the oldest first."""
        listed = self.compose("ps", "--format", "json", service).splitlines()
        found = [json.loads(line) for line in listed]
        return [str(entry["ID"]) for entry in sorted(found, key=lambda entry: str(entry["Name"]))]

    def url(self, name: str) -> str:
        """Base URL of a service behind the entrance, or the broker's address."""
        if name == "broker":
            address = self.compose("port", "rabbitmq", "5672").strip()
            return f"amqp://aftersales:{self.secret('rabbitmq', 'rabbitmq_password')}@{address}/"
        if name not in {service.name for service in SERVICES}:
            raise ComposeError(f"no service {name}")
        return f"http://127.0.0.1:{self.port}/{name}"

    def token(self, person: Person) -> str:
        """A bearer token that the suite accepts."""
        return issue(person, self._key, datetime.now(UTC))

    def last_words(self) -> str:
        """The end of every log, for a start that failed."""
        return self.compose("logs", "--tail", str(_LOG_LINES)) + self.compose("ps", "--all")

    def image(self, service: str) -> str:
        """The image that a service runs from."""
        listed = json.loads(self.compose("config", "--format", "json"))
        return str(listed["services"][service]["image"])

    def _try(
        self, command: Sequence[str], variables: Mapping[str, str], within: float
    ) -> subprocess.CompletedProcess[str]:
        environment = {**self.environment, **variables}
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=within, check=False
        )

    @cached_property
    def _key(self) -> str:
        return self.secret("intake", "auth_key")

    def secret(self, service: str, name: str) -> str:
        """What a container of the service reads."""
        return self.compose("exec", "-T", service, "cat", f"/run/secrets/{name}")

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException as error:
            words = self.last_words()
            self.stop()
            raise ComposeError(f"{error}\n{words}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
