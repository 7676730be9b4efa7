"""Which backends a stack uses, on machines that have this and lack that."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from localstack.errors import BackendUnavailableError, ExternalBackendError
from localstack.home import Home
from localstack.ports import PortPool
from localstack.selection import Machine, Selector, ensure_available

_SERVER, _MONGOD = Path("/somewhere/rabbitmq-server"), Path("/somewhere/mongod")


@dataclass
class _Machine:
    mongod_at: Path | None = None
    rabbitmq_at: Path | None = None
    installable: Path | None = None
    engine: bool = False
    installs: int = 0

    def mongod(self) -> Path | None:
        return self.mongod_at

    def rabbitmq(self) -> Path | None:
        return self.rabbitmq_at

    def install_rabbitmq(self) -> Path | None:
        self.installs += 1
        return self.installable

    def has_engine(self) -> bool:
        return self.engine


Choose = Callable[[Machine, Mapping[str, str]], Selector]


@pytest.fixture
def choose(tmp_path: Path) -> Iterator[Choose]:
    ports = PortPool(tmp_path / "ports")
    yield lambda machine, environment: Selector(Home.at(tmp_path / "home"), ports, environment, machine)
    ports.release()


def test_given_urls_are_used_each_on_its_own(choose: Choose) -> None:
    machine = _Machine(mongod_at=_MONGOD)
    selector = choose(machine, {"AMQP_URL": "amqp://there/"})
    broker = selector.broker()
    assert broker.url == "amqp://there/"
    assert broker.processes() == []
    with pytest.raises(ExternalBackendError):
        broker.kill()
    assert selector.database().url.startswith("mongodb://127.0.0.1:")
    assert machine.installs == 0


def test_an_installed_server_is_not_installed_again(choose: Choose) -> None:
    machine = _Machine(rabbitmq_at=_SERVER, installable=_SERVER, engine=True)
    assert str(_SERVER) in choose(machine, {}).broker().description
    assert machine.installs == 0


def test_a_missing_server_is_installed_before_a_container_is_thought_of(choose: Choose) -> None:
    machine = _Machine(installable=_SERVER, engine=True)
    assert str(_SERVER) in choose(machine, {}).broker().description
    assert machine.installs == 1


def test_containers_come_last(choose: Choose) -> None:
    selector = choose(_Machine(engine=True), {})
    assert selector.broker().description == "container rabbitmq:4"
    assert selector.database().description == "container mongo:8"


def test_a_machine_with_nothing_says_what_to_do(choose: Choose) -> None:
    selector = choose(_Machine(), {})
    with pytest.raises(BackendUnavailableError, match=r"AMQP_URL.*rabbitmq-server.*Docker"):
        selector.broker()
    with pytest.raises(BackendUnavailableError, match=r"MONGODB_URL.*mongod.*Docker"):
        selector.database()


@pytest.mark.parametrize(
    ("machine", "environment", "expected"),
    [
        (_Machine(_MONGOD, _SERVER), {}, f"broker: {_SERVER}; database: {_MONGOD}"),
        (_Machine(_MONGOD, None, _SERVER), {}, f"broker: {_SERVER}; database: {_MONGOD}"),
        (_Machine(engine=True), {}, "broker: a container; database: a container"),
        (_Machine(), {"AMQP_URL": "a", "MONGODB_URL": "m"}, "broker: AMQP_URL; database: MONGODB_URL"),
    ],
)
def test_preparing_says_what_will_be_used(machine: _Machine, environment: dict[str, str], expected: str) -> None:
    assert ensure_available(environment, machine) == expected


@pytest.mark.parametrize("machine", [_Machine(_MONGOD), _Machine(rabbitmq_at=_SERVER)])
def test_preparing_fails_where_one_is_missing(machine: _Machine) -> None:
    with pytest.raises(BackendUnavailableError):
        ensure_available({}, machine)
