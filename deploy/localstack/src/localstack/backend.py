"""What the stack needs of a broker or a database, whoever runs it."""

from dataclasses import dataclass
from typing import Protocol

from localstack.errors import ExternalBackendError
from localstack.processes import ProcessRef


class Backend(Protocol):
    """A broker or a database. ``start`` only launches, so that several can start side by side."""

    @property
    def url(self) -> str: ...

    @property
    def description(self) -> str: ...

    def start(self) -> None: ...

    def wait_ready(self) -> None: ...

    def alive(self) -> bool: ...

    def kill(self) -> None: ...

    def stop(self) -> None: ...

    def processes(self) -> list[ProcessRef]: ...

    def containers(self) -> list[str]: ...


class Broker(Backend, Protocol):
    """A backend with queues."""

    def remembers(self, queue: str) -> bool: ...


@dataclass(frozen=True)
class ExternalBackend:
    """A backend given by its URL: used, never started or ended."""

    url: str

    @property
    def description(self) -> str:
        return "given by its URL"

    def start(self) -> None:
        """Nothing to start."""

    def wait_ready(self) -> None:
        """Its users retry their first connection."""

    def alive(self) -> bool:
        return True

    def kill(self) -> None:
        raise ExternalBackendError("a backend given by its URL is not killed by the stack")

    def stop(self) -> None:
        """Not ours to stop."""

    def remembers(self, queue: str) -> bool:  # noqa: ARG002 - its files cannot be seen from here
        return True

    def processes(self) -> list[ProcessRef]:
        return []

    def containers(self) -> list[str]:
        return []
