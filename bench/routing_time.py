"""Time from the client's 201 to the stored assignment, at a steady load."""

import asyncio
import json
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import cast

import pymongo
from pymongo.errors import PyMongoError

from bench.surroundings import Surroundings

PORTS = {"intake": 18431, "dispatch": 18432}
CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class RoutingTime:
    """Milliseconds; `n` cases at `rate` per second."""

    n: int
    rate: float
    p50_ms: float
    p99_ms: float


def measure(around: Surroundings, request: bytes, *, rate: float, seconds: float) -> RoutingTime:
    """Send `rate` requests a second on a fixed schedule; watch the assignments arrive."""
    with ExitStack() as stack:
        stack.enter_context(around.service("dispatch", PORTS["dispatch"]))
        stack.enter_context(around.service("intake", PORTS["intake"]))
        watch = _Watch(around.backends.mongodb_url)
        accepted = asyncio.run(_send(PORTS["intake"], request, rate, seconds))
        routed = watch.wait_for(set(accepted), 30)
    times = sorted(max(0.0, routed[case_id] - at) * 1000 for case_id, at in accepted.items())
    return RoutingTime(len(times), len(times) / seconds, times[len(times) // 2], times[int(len(times) * 0.99)])


class _Watch:
    """Arrival times of assignments, from the database's change stream."""

    def __init__(self, url: str) -> None:
        self._client: pymongo.MongoClient[dict[str, object]] = pymongo.MongoClient(url)
        self._seen: dict[str, float] = {}
        self._stream = self._client["bench_dispatch"]["assignments"].watch(
            [{"$match": {"operationType": "insert"}}, {"$project": {"documentKey": 1}}]
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        try:
            for change in self._stream:
                self._seen[str(cast("dict[str, str]", change["documentKey"])["_id"])] = time.time()
        except PyMongoError:
            return

    def wait_for(self, ids: set[str], seconds: float) -> dict[str, float]:
        deadline = time.time() + seconds
        while not ids <= self._seen.keys():
            if time.time() > deadline:
                raise TimeoutError(f"{len(ids - self._seen.keys())} cases were not routed")
            time.sleep(0.05)
        self._stream.close()
        self._client.close()
        self._thread.join(5)
        return self._seen


async def _send(port: int, request: bytes, rate: float, seconds: float) -> dict[str, float]:
    accepted: dict[str, float] = {}
    began = time.perf_counter()

    async def one(offset: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        number = offset
        while number / rate < seconds:
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            body = await reader.readexactly(length)
            if head[9:12] != b"201":
                raise RuntimeError(head.decode())
            accepted[json.loads(body)["id"]] = time.time()
            number += CONNECTIONS
        writer.close()

    await asyncio.gather(*(one(offset) for offset in range(CONNECTIONS)))
    return accepted
