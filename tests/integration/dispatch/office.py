"""Two replicas of dispatch over one database, and a person whose absence moves tasks."""

import asyncio
import json
from collections import Counter
from datetime import datetime, timedelta
from typing import cast

from chassis.documents import Change
from chassis.runtime import Runtime
from chassis.store import Store
from chassis.timers import TimerSweeper
from dispatch.bootstrap import build
from dispatch.domain.assignment import Assignment
from dispatch.domain.holdings import GiveBack
from dispatch.domain.policy import AbsenceHandover
from dispatch.domain.staff import Staff, absence_of, record_absence, seed_of
from dispatch.handlers.on_case_opened import on_case_opened
from dispatch.settings import Settings

from tests.support.clocks import SetClock
from tests.unit.dispatch.builders import ADMIN, OPENED, context, opened, policy

CASES = 70
PORTION = 20
LEASE = timedelta(milliseconds=10)
HELD, MOVED = ("staff:quality1",), ("staff:quality1", "staff:quality2")


def store_of(replica: Runtime, name: str) -> Store[object]:
    return next(store for store in replica.parts.stores if store.name == name)


def sweeper_of(replica: Runtime) -> TimerSweeper[object]:
    return next(sweeper for sweeper in replica.parts.timers if sweeper._store.name == "staff")


class Office:
    """Two replicas over one database, and cases in the hands of quality1."""

    def __init__(self, settings: Settings) -> None:
        self.clock = SetClock(OPENED)
        self.replicas = [build(settings, self.clock) for _ in range(2)]
        self.cases = cast("Store[Assignment]", store_of(self.replicas[0], "assignments"))
        self.staff = cast("Store[Staff]", store_of(self.replicas[0], "staff"))

    async def opens(self, count: int) -> None:
        await self.cases.ensure_indexes()
        await self.staff.ensure_indexes()
        for number in range(count):
            event = opened(case_id=f"case-{number}", event_id=f"e-{number}")
            change = on_case_opened(None, event, context(OPENED, turns={event.id: 0}))
            assert isinstance(change, Change)
            await self.cases.create(f"case-{number}", change)

    async def away(
        self, since: datetime, until: datetime, handover: AbsenceHandover, give_back: GiveBack = "never"
    ) -> None:
        known = seed_of(policy().people["staff:quality1"])
        absence = absence_of(
            known, since, until, "ill", by="staff:x", now=self.clock(), handover=handover, give_back=give_back
        )
        await self.staff.create("quality1", Change(record_absence(known, absence, ADMIN, policy())))

    async def sweeps(self, until: datetime) -> None:
        """Both replicas, again and again, each lease long over when the next round comes."""
        while self.clock.now < until:
            await asyncio.gather(*(sweeper_of(replica).sweep() for replica in self.replicas))
            self.clock.advance(timedelta(milliseconds=200))

    async def hands(self) -> Counter[tuple[str, ...]]:
        """Who held the tasks, one after the other."""
        found = Counter[tuple[str, ...]]()
        for number in range(CASES):
            run = (await self.cases.get(f"case-{number}")).state.running
            assert run is not None
            found[tuple(holding.responsible for holding in run.holdings)] += 1
        return found

    async def told(self, previous: str = "staff:quality1") -> Counter[str]:
        """How often each case said that it was handed over out of these hands."""
        said = Counter[str]()
        async for raw in self.cases.collection.find({}):
            for entry in cast("list[dict[str, str]]", raw["outbox"]):
                body = json.loads(entry["body"])
                if body["type"] == "aftersales.task.handed_over.v1" and body["data"]["previous"] == previous:
                    assert body["data"]["by"] == "dispatch"
                    said[cast("str", raw["_id"])] += 1
        return said

    def close(self) -> None:
        for replica in self.replicas:
            replica.parts.mongo.close()
