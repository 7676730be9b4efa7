"""The whole suite on one machine: broker, database, mail sink and services, kept running until stopped."""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from localstack import cleanup, keys, tokens
from localstack.backends import Backends
from localstack.errors import LocalStackError
from localstack.home import Home
from localstack.instances import Instance, mail_instance, service_instance
from localstack.keeper import Keeper
from localstack.lock import HomeLock
from localstack.ports import PortPool
from localstack.roster import Roster
from localstack.selection import Machine, PreferredPorts, Selector, ThisMachine
from localstack.services import SERVICES, ServiceSpec, Surroundings
from localstack.waiting import wait_until

_PREFERRED = PreferredPorts(broker=5772, database=27117)
_MAIL_PORT = 8025
# A service drains within its own bounded time; this only bounds one that doesn't.
_DRAIN_S = 25.0


class Stack:
    """A local stack in ``home``; a context manager. Names: ``broker``, ``database``, ``mail`` and the services'.

    Whatever ends without being asked is started again, and ``report`` is told. ``in_memory`` puts the backends' data on
    a tmpfs and drops them at the end.
    """

    def __init__(
        self,
        home: Path,
        *,
        services: Sequence[ServiceSpec] = SERVICES,
        environment: Mapping[str, str] = os.environ,
        machine: Machine | None = None,
        in_memory: bool = False,
        seed_file: Path | None = None,
        report: Callable[[str], None] = print,
    ) -> None:
        self.home = Home.at(home)
        self._specs = {spec.name: spec for spec in services}
        self._base = dict(environment)
        self._machine = machine or ThisMachine()
        self._in_memory = in_memory
        self._seed_file = seed_file.resolve() if seed_file else None
        self._report = report
        self._lock = HomeLock(self.home)
        self._ports = PortPool()
        self._guard = threading.RLock()
        self._keeper = Keeper(self._guard, report, self._record)
        self._roster = Roster(self.home)
        self._surroundings: Surroundings | None = None

    def start(self) -> None:
        """Bring everything up; returns when all of it is ready. What a killed run left is ended first.

        Raises ``StackRunningError``, ``BackendUnavailableError`` or ``NotReadyError``; then nothing is left running.
        """
        self._lock.acquire()
        try:
            for ended in cleanup.clean(self.home):
                self._report(f"left by an earlier run, ended: {ended}")
            self.home.rotate_logs()
            self._record()
            self._start_backends()
            self._start_instances()
        except BaseException:
            self.stop()
            raise
        self._keeper.start()

    def stop(self) -> None:
        """Services first (SIGTERM, bounded drain, SIGKILL), then mail sink, broker and database.

        Does nothing for a stack that isn't running: the home may belong to another.
        """
        if not self._lock.held:
            return
        self._keeper.stop()
        with self._guard:
            self._roster.stop(_DRAIN_S)
            self._ports.release()
            cleanup.clean(self.home)
        self._lock.release()

    @property
    def backends(self) -> Backends:
        """The running broker and database; ``LocalStackError`` before ``start`` and after ``stop``."""
        return self._roster.running_backends()

    def url(self, name: str) -> str:
        """Base URL of a service instance, or the URL of ``broker``, ``database`` or ``mail``."""
        return self._roster.urls()[name]

    def pid(self, name: str) -> int:
        """Pid of the process now running under ``name``; ``LocalStackError`` while there is none."""
        with self._guard:
            return self._roster.pid(name)

    def kill(self, name: str) -> None:
        """SIGKILL; the stack starts it again by itself."""
        with self._guard:
            if name == "broker":
                self._roster.running_backends().kill_broker()
            elif name == "database":
                self._roster.running_backends().kill_database()
            else:
                self._roster.instances[name].child.kill()

    def wait_ready(self, name: str, timeout: float) -> bool:
        """Whether the service instance ``name`` becomes ready within ``timeout`` seconds."""
        return wait_until(self._roster.instances[name].ready, timeout)

    def scale(self, service: str, count: int) -> list[str]:
        """Run ``count`` (at least 1) instances of ``service``; the answer names them. All share its database."""
        with self._guard:
            running = self._roster.replicas(service)
            for name in running[count:]:
                self._keeper.unwatch(name)
                self._roster.instances.pop(name).child.end(_DRAIN_S)
            added = [self._add(self._specs[service], number) for number in range(len(running) + 1, count + 1)]
        for instance in added:
            instance.wait_ready()
        self._record()
        return [*running[:count], *(instance.name for instance in added)]

    def token(self, person: tokens.Person) -> str:
        """A bearer token that this stack's services accept."""
        return tokens.issue(person, keys.auth_key_file(self.home).read_text(), datetime.now(UTC))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start_backends(self) -> None:
        selector = Selector(self.home, self._ports, self._base, self._machine, _PREFERRED, in_memory=self._in_memory)
        backends = Backends(self.home, selector.broker(), selector.database(), self._ports)
        self._roster.backends = backends
        self._report(backends.description)
        backends.start()
        self._record()
        self._keeper.watch("broker", backends.broker)
        self._keeper.watch("database", backends.database)

    def _start_instances(self) -> None:
        backends = self._roster.running_backends()
        mail = mail_instance(self.home, self._ports.choose(_MAIL_PORT), self._base)
        ports = {spec.name: self._ports.choose(spec.port) for spec in self._specs.values()}
        front = ports.get("intake") or next(iter(ports.values()), mail.port)
        self._surroundings = Surroundings(
            home=self.home,
            mongodb_url=backends.mongodb_url,
            amqp_url=backends.amqp_url,
            smtp_port=mail.port,
            public_url=f"http://127.0.0.1:{front}",
            base=self._base,
            seed_file=self._seed_file,
        )
        self._launch(mail)
        for spec in self._specs.values():
            self._launch(service_instance(spec, 1, ports[spec.name], self._surroundings))
        for instance in self._roster.instances.values():
            instance.wait_ready()

    def _add(self, spec: ServiceSpec, number: int) -> Instance:
        if self._surroundings is None:
            raise LocalStackError("the stack is not running")
        instance = service_instance(spec, number, self._ports.choose(), self._surroundings)
        self._launch(instance)
        return instance

    def _launch(self, instance: Instance) -> None:
        instance.start()
        self._roster.instances[instance.name] = instance
        self._keeper.watch(instance.name, instance)
        self._record()

    def _record(self) -> None:
        with self._guard:
            self._roster.record()
