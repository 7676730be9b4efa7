"""What a stack is running at this moment, and the state file that says so."""

import os
from dataclasses import dataclass, field

from localstack import state
from localstack.backends import Backends
from localstack.child import end_all
from localstack.errors import LocalStackError
from localstack.home import Home
from localstack.instances import MAIL, Instance
from localstack.processes import ProcessRef, reference
from localstack.state import StackState


@dataclass
class Roster:
    """Backends and instances by name; the stack's guard keeps two threads from changing it at once."""

    home: Home
    backends: Backends | None = None
    instances: dict[str, Instance] = field(default_factory=dict)

    def running_backends(self) -> Backends:
        if self.backends is None:
            raise LocalStackError("the stack is not running")
        return self.backends

    def replicas(self, service: str) -> list[str]:
        """Names of the instances of ``service``, oldest first."""
        return [name for name, instance in self.instances.items() if instance.service == service]

    def urls(self) -> dict[str, str]:
        """Address by name: ``broker``, ``database``, ``mail`` and every service instance."""
        urls = {
            name: f"{'smtp' if instance.service == MAIL else 'http'}://127.0.0.1:{instance.port}"
            for name, instance in self.instances.items()
        }
        if self.backends:
            urls |= {"broker": self.backends.amqp_url, "database": self.backends.mongodb_url}
        return urls

    def processes(self) -> list[ProcessRef]:
        """Everything alive, backends first."""
        instances = [ref for instance in self.instances.values() if (ref := instance.child.ref)]
        return [*(self.backends.processes() if self.backends else ()), *instances]

    def pid(self, name: str) -> int:
        """Pid of the process now running under ``name``; ``LocalStackError`` while there is none."""
        for ref in self.processes():
            if ref.name == name:
                return ref.pid
        raise LocalStackError(f"{name} is not running")

    def record(self) -> None:
        """Write the state file."""
        current = StackState(
            supervisor=reference("supervisor", os.getpid()),
            processes=self.processes(),
            containers=self.backends.containers() if self.backends else [],
            urls=self.urls(),
        )
        state.save(self.home, current)

    def stop(self, drain_s: float) -> None:
        """Services and mail sink first, at most ``drain_s`` seconds, then broker and database."""
        end_all([instance.child for instance in self.instances.values()], drain_s)
        self.instances.clear()
        if self.backends:
            self.backends.stop()
            self.backends = None
