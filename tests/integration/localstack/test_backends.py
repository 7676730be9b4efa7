"""Private backends: side by side, killed, restarted, ended, and found again after their owner was killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import aio_pika
import psutil
import pytest
from localstack import control, state
from localstack.backends import Backends, start_backends
from localstack.errors import StackRunningError
from localstack.home import Home
from localstack.lock import is_owned
from localstack.processes import find, marked
from localstack.waiting import wait_until
from pamqp.common import FieldTable
from pymongo import MongoClient

_WAIT_S = 60.0
_QUEUE: FieldTable = {"x-queue-type": "quorum"}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Backends, Backends]]:
    homes = [tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")]
    with ExitStack() as running:
        first, second = (running.enter_context(start_backends(home, in_memory=True, environment={})) for home in homes)
        pids = [ref.pid for backends in (first, second) for ref in backends.processes()]
        yield first, second
    assert not any(marked(Home.at(home)) for home in homes)
    assert not [pid for pid in pids if psutil.pid_exists(pid)]
    assert not [directory for home in homes for directory in Home.at(home).volatile if directory.exists()]


def _insert(backends: Backends, value: int) -> None:
    with MongoClient[dict[str, object]](backends.mongodb_url, w="majority", journal=True) as client:
        client.get_database("probe").get_collection("values").insert_one({"value": value})


def _values(backends: Backends) -> list[object]:
    with MongoClient[dict[str, object]](backends.mongodb_url) as client:
        return [row["value"] for row in client.get_database("probe").get_collection("values").find(sort=[("value", 1)])]


async def _publish(backends: Backends, body: bytes) -> None:
    connection = await aio_pika.connect(backends.amqp_url)
    async with connection:
        channel = await connection.channel(publisher_confirms=True)
        await channel.declare_queue("probe", durable=True, arguments=_QUEUE)
        persistent = aio_pika.Message(body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(persistent, "probe", timeout=10)


async def _take(backends: Backends) -> bytes:
    connection = await aio_pika.connect(backends.amqp_url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("probe", durable=True, arguments=_QUEUE)
        async with queue.iterator(timeout=20) as messages:
            async for message in messages:
                await message.ack()
                return message.body
    raise AssertionError("no message")


def test_side_by_side_they_share_nothing(pair: tuple[Backends, Backends]) -> None:
    first, second = pair
    assert {ref.port for ref in first.processes()}.isdisjoint(ref.port for ref in second.processes())
    _insert(first, 1)
    assert _values(first) == [1]
    assert _values(second) == []


def test_they_listen_on_the_loopback_only(pair: tuple[Backends, Backends]) -> None:
    listening = [
        connection.laddr.ip
        for ref in pair[0].processes()
        for connection in psutil.Process(ref.pid).net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening
    assert set(listening) <= {"127.0.0.1", "::1"}


def test_a_killed_database_restarts_with_its_data(pair: tuple[Backends, Backends]) -> None:
    second = pair[1]
    url, pid = second.mongodb_url, {ref.name: ref.pid for ref in second.processes()}["database"]
    _insert(second, 7)
    second.kill_database()
    assert not psutil.pid_exists(pid)
    second.restart_database()
    assert second.mongodb_url == url
    assert _values(second) == [7]


async def test_a_killed_broker_restarts_with_its_messages(pair: tuple[Backends, Backends]) -> None:
    second = pair[1]
    url = second.amqp_url
    await _publish(second, b"survives")
    assert wait_until(lambda: second.queues_on_disk("probe"), _WAIT_S)
    second.kill_broker()
    assert "broker" not in {ref.name for ref in second.processes()}
    second.restart_broker()
    assert second.amqp_url == url
    assert await _take(second) == b"survives"


def test_a_second_owner_is_refused(pair: tuple[Backends, Backends]) -> None:
    with pytest.raises(StackRunningError):
        start_backends(pair[0].home.root, environment={})


def test_what_a_killed_owner_left_is_seen_ended_and_its_data_kept(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from localstack.backends import start_backends; "
        "start_backends(Path(sys.argv[1]), environment={}); time.sleep(600)"
    )
    home = Home.at(tmp_path)
    owner = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)])
    assert wait_until(lambda: bool(state.load(home).urls), _WAIT_S)
    left = state.load(home).processes
    with MongoClient[dict[str, object]](state.load(home).urls["database"]) as client:
        client.get_database("probe").get_collection("values").insert_one({"value": 3})
    owner.kill()
    owner.wait()
    assert not is_owned(home)
    assert control.is_orphaned(home)
    assert {row.name for row in control.rows(home)} == {"broker", "broker-names", "database"}
    with start_backends(tmp_path, environment={}) as again:
        assert not [ref for ref in left if find(ref)], "the next run ends what the killed one left"
        assert _values(again) == [3], "another port, the same data"
    assert control.stop(home) == ["nothing was running"]
    assert not marked(home)
