"""The count of open tasks that load-aware assignment asks for, beside the one without a bound."""

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from statistics import median

from chassis.clock import system_clock
from chassis.mongo import MongoCollection, connect
from chassis.settings import ServiceSettings
from dispatch.adapters.mongo_assignments import ASSIGNMENTS, OPEN, RESPONSIBLE
from dispatch.adapters.mongo_open_tasks import MongoOpenTasks
from pydantic import SecretStr

from bench.queue_database import DATABASE

ROUNDS = 50
MOST = 1000


async def measure(url: str) -> list[str]:
    """Lines to print: people asked about, milliseconds bounded and unbounded, the tasks of the busiest."""
    client = connect(ServiceSettings(mongodb_url=SecretStr(url)), "bench")
    assignments = client[DATABASE][ASSIGNMENTS]
    lines = ["\nOpen tasks of the people of a team (medians, ms)", "  people  bounded  unbounded  busiest has"]
    for count in (4, 20, 100):
        people = [f"staff:quality-{number}" for number in range(count)]
        tasks = MongoOpenTasks(assignments, system_clock, timedelta(0), MOST)
        bounded = await _timed(lambda: tasks.counts(people))  # noqa: B023 - awaited within the round
        unbounded = await _timed(lambda: _grouped(assignments, people))  # noqa: B023
        busiest = max((await _grouped(assignments, people)).values())
        lines.append(f"  {count:6} {bounded:8.1f} {unbounded:10.1f} {busiest:12}")
    client.close()
    return lines


async def _grouped(assignments: MongoCollection, people: list[str]) -> dict[str, int]:
    rows = assignments.aggregate(
        [
            {"$match": {RESPONSIBLE: {"$in": people}, **OPEN}},
            {"$group": {"_id": f"${RESPONSIBLE}", "open": {"$sum": 1}}},
        ]
    )
    return {str(row["_id"]): int(str(row["open"])) async for row in rows}


async def _timed(ask: Callable[[], Awaitable[object]]) -> float:
    times: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await ask()
        times.append(time.perf_counter() - began)
    return median(times) * 1000
