"""Broker and database in containers for another process, by testcontainers; they end with their owner however it ends.

Run as ``python -m tests.support.container_holder``: the counterpart of ``localstack hold`` where an engine answers.
"""

import argparse
import secrets
import signal
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from localstack import state
from localstack.home import Home
from localstack.processes import ProcessRef, find
from localstack.state import StackState
from localstack.waiting import wait_until
from pymongo import MongoClient
from testcontainers.community.mongodb import MongoDbContainer

from tests.support.engine import images

with warnings.catch_warnings():
    # The module decorates its readiness probe with something that its own library calls outdated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from testcontainers.community.rabbitmq import RabbitMqContainer

_AMQP = 5672
_MONGODB = 27017
_REPLICA_SET = "aftersales"
_PRIMARY_S = 60.0
_LOOK_S = 0.2
_FOREVER_S = 24 * 3600.0


class ReplicaSet(MongoDbContainer):
    """One node without users, since a set with users needs a key file; data in memory."""

    def __init__(self, image: str) -> None:
        super().__init__(image)
        self.with_command(f"--replSet {_REPLICA_SET} --bind_ip_all --wiredTigerCacheSizeGB 0.5 --oplogSize 512")
        self.with_tmpfs_mount("/data/db")

    def _configure(self) -> None:
        """No users."""

    def address(self) -> str:
        """URL for a client outside; the member's own name is known only inside."""
        return f"mongodb://{self.get_container_host_ip()}:{self.get_exposed_port(_MONGODB)}/?directConnection=true"

    def initiate(self) -> None:
        """Returns when it takes writes. Raises ``TimeoutError``."""
        with MongoClient[dict[str, object]](self.address()) as client:
            members = [{"_id": 0, "host": f"127.0.0.1:{_MONGODB}"}]
            client.admin.command("replSetInitiate", {"_id": _REPLICA_SET, "members": members})
            if not wait_until(lambda: bool(client.admin.command("hello").get("isWritablePrimary")), _PRIMARY_S):
                raise TimeoutError("the database did not become primary")


@contextmanager
def containers() -> Iterator[StackState]:
    """Both, ready for work; ``urls`` are their addresses."""
    broker_image, database_image = images()
    password = secrets.token_urlsafe(24)
    with ExitStack() as stack:
        database = stack.enter_context(ReplicaSet(database_image))
        broker = stack.enter_context(
            RabbitMqContainer(broker_image, port=_AMQP, username="aftersales", password=password)
        )
        database.initiate()
        amqp = f"{broker.get_container_host_ip()}:{broker.get_exposed_port(_AMQP)}"
        names = [str(started.get_wrapped_container().name) for started in (broker, database)]
        urls = {"database": database.address(), "broker": f"amqp://aftersales:{password}@{amqp}/"}
        yield StackState(containers=names, urls=urls)


def hold(home: Home, owner: ProcessRef) -> None:
    """Until ``owner`` is gone or at SIGTERM."""
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with containers() as running:
        state.save(home, running)
        wait_until(lambda: bool(asked) or find(owner) is None, _FOREVER_S, _LOOK_S)
    state.forget(home)


def main() -> None:
    """Command line of the holder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--owner-pid", type=int, required=True)
    parser.add_argument("--owner-started", type=float, required=True)
    options = parser.parse_args()
    owner = ProcessRef(name="owner", pid=options.owner_pid, started=options.owner_started)
    hold(Home.at(options.home), owner)


if __name__ == "__main__":
    main()
