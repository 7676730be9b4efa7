"""One running instance of a service, and the mail sink: children with a port and a readiness probe."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from localstack.child import Child
from localstack.home import Home
from localstack.probes import http_ready, smtp_ready
from localstack.services import ServiceSpec, Surroundings

MAIL = "mail"
_READY_S = 90.0


@dataclass(frozen=True)
class Instance:
    """A child of the stack that listens on ``port``; ``service`` is what it is a replica of."""

    service: str
    port: int
    child: Child
    ready: Callable[[], bool]

    @property
    def name(self) -> str:
        return self.child.name

    def start(self) -> None:
        self.child.spawn()

    def alive(self) -> bool:
        return self.child.alive()

    def wait_ready(self) -> None:
        """Return once it answers its probe; ``NotReadyError`` with the end of its log otherwise."""
        self.child.wait_ready(self.ready, _READY_S)


def service_instance(spec: ServiceSpec, number: int, port: int, surroundings: Surroundings) -> Instance:
    """The ``number``-th instance of ``spec``, counted from 1; the first bears the service's name."""
    name = spec.name if number == 1 else f"{spec.name}-{number}"
    child = Child(name, surroundings.home, spec.command, surroundings.environment(spec, port), port)
    return Instance(spec.name, port, child, partial(http_ready, port))


def mail_instance(home: Home, port: int, base: dict[str, str]) -> Instance:
    """The local mail sink."""
    command = [sys.executable, "-m", "localstack", "mailsink", "--port", str(port), "--directory", str(home.mail)]
    return Instance(MAIL, port, Child(MAIL, home, command, base, port), partial(smtp_ready, port))
