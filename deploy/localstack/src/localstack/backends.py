"""Broker and database for tests, benchmarks and the stack: started side by side, restartable, ended without a trace."""

import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from localstack import cleanup, state
from localstack.backend import Backend, Broker
from localstack.home import Home
from localstack.lock import HomeLock
from localstack.ports import PortPool
from localstack.processes import ProcessRef, marked
from localstack.selection import Machine, PreferredPorts, Selector, ThisMachine
from localstack.state import StackState
from localstack.waiting import wait_until

_VANISH_S = 5.0


class Backends:
    """A running broker and database. A context manager: leaving it stops both."""

    def __init__(self, home: Home, broker: Broker, database: Backend, ports: PortPool) -> None:
        self.home = home
        self.broker = broker
        self.database = database
        self._ports = ports

    @property
    def mongodb_url(self) -> str:
        return self.database.url

    @property
    def amqp_url(self) -> str:
        return self.broker.url

    @property
    def description(self) -> str:
        """One line for people: which broker and which database run here."""
        return f"broker: {self.broker.description}; database: {self.database.description}"

    def start(self) -> None:
        """Start both side by side and wait until both take work."""
        self.broker.start()
        self.database.start()
        self.database.wait_ready()
        self.broker.wait_ready()

    def kill_broker(self) -> None:
        """SIGKILL; returns when it is gone.

        RabbitMQ writes the name of a new quorum queue to disk about half a second after its last declaration; a queue
        killed before comes back empty and without a leader. See ``queues_on_disk``.
        """
        self.broker.kill()

    def kill_database(self) -> None:
        """SIGKILL; returns when it is gone."""
        self.database.kill()

    def restart_broker(self) -> None:
        """Start it again, same port, same data; returns when it greets clients."""
        self.broker.start()
        self.broker.wait_ready()

    def restart_database(self) -> None:
        """Start it again, same port, same data; returns when it takes writes."""
        self.database.start()
        self.database.wait_ready()

    def queues_on_disk(self, *names: str) -> bool:
        """Whether every queue in ``names`` (default virtual host) would survive a SIGKILL of the broker now.

        Always true for a broker that isn't a private process: its files cannot be seen from here.
        """
        return all(self.broker.remembers(name) for name in names)

    def processes(self) -> list[ProcessRef]:
        return [*self.broker.processes(), *self.database.processes()]

    def containers(self) -> list[str]:
        return [*self.broker.containers(), *self.database.containers()]

    def stop(self) -> None:
        """End both; what they left behind (helpers of the Erlang node) is gone, too, when this returns."""
        self.broker.stop()
        self.database.stop()
        wait_until(lambda: not marked(self.home), _VANISH_S)
        self._ports.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class OwnedBackends(Backends):
    """Backends that own their home: no second owner, and the state file tells a later run what to clean."""

    def __init__(self, home: Home, broker: Broker, database: Backend, ports: PortPool, lock: HomeLock) -> None:
        super().__init__(home, broker, database, ports)
        self._lock = lock

    def start(self) -> None:
        try:
            super().start()
        except BaseException:
            self.stop()
            raise
        self._record()

    def restart_broker(self) -> None:
        super().restart_broker()
        self._record()

    def restart_database(self) -> None:
        super().restart_database()
        self._record()

    def stop(self) -> None:
        super().stop()
        cleanup.clean(self.home)
        self._lock.release()

    def _record(self) -> None:
        urls = {"broker": self.amqp_url, "database": self.mongodb_url}
        recorded = StackState(processes=self.processes(), containers=self.containers(), urls=urls)
        state.save(self.home, recorded)


def start_backends(
    home: Path,
    *,
    in_memory: bool = False,
    environment: Mapping[str, str] = os.environ,
    machine: Machine | None = None,
    preferred: PreferredPorts | None = None,
) -> Backends:
    """Broker and database in ``home``, ready for work.

    ``in_memory`` puts their data on a tmpfs (they survive a kill and a restart, not ``stop``). ``MONGODB_URL`` and
    ``AMQP_URL`` in ``environment`` are used as they are, each on its own. What a killed run left in ``home`` is ended
    first. Raises ``StackRunningError`` when a live process owns ``home``, ``BackendUnavailableError`` when the machine
    has no way to run one, ``NotReadyError`` when one doesn't come up.
    """
    place = Home.at(home)
    lock = HomeLock(place)
    lock.acquire()
    ports = PortPool()
    try:
        cleanup.clean(place)
        selector = Selector(
            place, ports, environment, machine or ThisMachine(), preferred or PreferredPorts(), in_memory=in_memory
        )
        backends = OwnedBackends(place, selector.broker(), selector.database(), ports, lock)
    except BaseException:
        ports.release()
        lock.release()
        raise
    backends.start()
    return backends
