"""A private RabbitMQ node with its own Erlang name service."""

import os
import shutil
from pathlib import Path

from localstack import amqp_probe
from localstack.child import Child
from localstack.errors import BackendUnavailableError
from localstack.home import Home
from localstack.processes import ProcessRef
from localstack.rabbitmq_config import USER, BrokerPorts, environment, password

_START_S = 90.0
_STOP_S = 30.0
_NAMES_STOP_S = 5.0


def find_epmd() -> Path:
    """Erlang's name service: on PATH, or below the Erlang installation that ``erl`` belongs to."""
    on_path = shutil.which("epmd")
    if on_path:
        return Path(on_path)
    erl = shutil.which("erl")
    if erl:
        for candidate in Path(erl).resolve().parent.parent.glob("erts-*/bin/epmd"):
            return candidate
    raise BackendUnavailableError("RabbitMQ is installed but Erlang's epmd is not found on PATH")


class LocalRabbitMQ:
    """The broker processes of one stack; messages and queues survive ``kill`` and ``stop``.

    The name service runs as an ordinary child: the one that a node starts by itself would stay behind as a daemon.
    """

    def __init__(self, home: Home, server: Path, ports: BrokerPorts, *, in_memory: bool = False) -> None:
        self._home = home
        self._server = server
        self._ports = ports
        self._data = home.data("broker", in_memory=in_memory)
        settings = environment(home, ports, self._data)
        self._names: Child | None = None
        self._node = Child("broker", home, [str(server)], settings, ports.amqp)

    @property
    def url(self) -> str:
        return f"amqp://{USER}:{password(self._home)}@127.0.0.1:{self._ports.amqp}/"

    @property
    def description(self) -> str:
        return f"RabbitMQ {self._server}"

    def start(self) -> None:
        if self._names is None:
            epmd = [str(find_epmd()), "-port", str(self._ports.names), "-address", "127.0.0.1"]
            self._names = Child("broker-names", self._home, epmd, dict(os.environ), self._ports.names)
        if not self._names.alive():
            self._names.spawn()
        self._node.spawn()

    def wait_ready(self) -> None:
        """Return once clients are greeted; ``NotReadyError`` when that takes too long."""
        self._node.wait_ready(lambda: amqp_probe.answers("127.0.0.1", self._ports.amqp), _START_S)

    def alive(self) -> bool:
        return self._node.alive()

    def kill(self) -> None:
        self._node.kill()

    def stop(self) -> None:
        self._node.end(_STOP_S)
        if self._names:
            self._names.end(_NAMES_STOP_S)

    def remembers(self, queue: str) -> bool:
        """Whether the quorum queue's registration has reached the disk: its name stands in the Raft name table."""
        return any(f"%2F_{queue}".encode() in table.read_bytes() for table in self._data.glob("*/quorum/*/names.dets"))

    def processes(self) -> list[ProcessRef]:
        return [ref for ref in (self._node.ref, self._names and self._names.ref) if ref]

    def containers(self) -> list[str]:
        return []
