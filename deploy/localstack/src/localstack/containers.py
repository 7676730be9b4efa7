"""Broker and database in containers, for machines with a Docker engine and without packages."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from localstack.errors import BackendUnavailableError, NotReadyError
from localstack.processes import ProcessRef
from localstack.waiting import wait_until

_CALL_S = 20.0
_PULL_S = 600.0
_START_S = 120.0
_STOP_S = 30


def engine_answers() -> bool:
    """Whether a Docker engine can be used from here."""
    if shutil.which("docker") is None:
        return False
    try:
        return subprocess.run(["docker", "info"], capture_output=True, timeout=_CALL_S, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def remove(name: str) -> None:
    """Remove a container, running or not; one that is gone already is fine."""
    if shutil.which("docker"):
        subprocess.run(["docker", "rm", "-f", name], capture_output=True, timeout=_CALL_S * 3, check=False)


@dataclass
class ContainerBackend:
    """One container on a private port of 127.0.0.1; ``kill`` is SIGKILL, and a restart finds the same data."""

    name: str
    image: str
    port: int
    inner_port: int
    url: str
    ready: Callable[[], bool]
    arguments: Sequence[str] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    _created: bool = False

    @property
    def description(self) -> str:
        return f"container {self.image}"

    def start(self) -> None:
        if self._created:
            _docker("start", self.name)
            return
        remove(self.name)
        options = [part for key, value in self.settings.items() for part in ("--env", f"{key}={value}")]
        publish = f"127.0.0.1:{self.port}:{self.inner_port}"
        user = f"{os.getuid()}"
        label = f"aftersales.user={user}"
        _docker(
            *("run", "--detach", "--name", self.name, "--hostname", self.name, "--label", label),
            *("--publish", publish, *options, self.image, *self.arguments),
            timeout=_PULL_S,
        )
        self._created = True

    def wait_ready(self) -> None:
        """Return once it answers; ``NotReadyError`` when that takes too long."""
        if not wait_until(self.ready, _START_S, interval=0.2):
            raise NotReadyError(f"container {self.name} ({self.image}) not ready after {_START_S:.0f} s")

    def alive(self) -> bool:
        return self._created and _docker("inspect", "--format", "{{.State.Running}}", self.name).strip() == "true"

    def kill(self) -> None:
        _docker("kill", self.name)

    def stop(self) -> None:
        if self._created:
            _docker("stop", "--time", str(_STOP_S), self.name, timeout=_STOP_S * 2)
            remove(self.name)
            self._created = False

    def remembers(self, queue: str) -> bool:  # noqa: ARG002 - its files cannot be seen from here
        return True

    def processes(self) -> list[ProcessRef]:
        return []

    def containers(self) -> list[str]:
        return [self.name] if self._created else []


def _docker(*arguments: str, timeout: float = _CALL_S) -> str:
    try:
        done = subprocess.run(["docker", *arguments], capture_output=True, text=True, timeout=timeout, check=True)
    except subprocess.CalledProcessError as error:
        raise BackendUnavailableError(f"docker {arguments[0]}: {error.stderr.strip()}") from error
    except subprocess.TimeoutExpired as error:
        raise BackendUnavailableError(f"docker {arguments[0]} did not answer within {timeout:.0f} s") from error
    return done.stdout
