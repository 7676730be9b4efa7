"""Numbers in blocks: none twice, nobody waits while half a block is left, an outage is told and gets over."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

import pytest
from chassis.errors import StorageUnavailable
from chassis.mongo import MongoCollection
from intake.adapters.case_numbers import CaseNumbers
from pymongo.errors import AutoReconnect

BLOCK = 10


@dataclass
class Counters:
    """The counting collection; reservations wait while `open` is clear, and fail while `failing`."""

    last: dict[str, int] = field(default_factory=dict)
    calls: int = 0
    failing: bool = False
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def find_one_and_update(
        self, selection: dict[str, str], update: dict[str, dict[str, int]], **_: object
    ) -> dict[str, int]:
        """One reservation."""
        self.calls += 1
        await self.open.wait()
        if self.failing:
            raise AutoReconnect("away")
        period = selection["_id"]
        self.last[period] = self.last.get(period, 0) + update["$inc"]["last"]
        return {"last": self.last[period]}


@dataclass
class Bench:
    """Numbers over fake counters, at a month that can be turned."""

    counters: Counters = field(default_factory=Counters)
    month: int = 11

    def __post_init__(self) -> None:
        self.counters.open.set()
        collection = cast("MongoCollection", self.counters)
        self.numbers = CaseNumbers(collection, block=BLOCK, patience=0.0)

    async def next(self) -> str:
        """One number, now."""
        return await self.numbers.next(datetime(2026, self.month, 1, tzinfo=UTC))

    async def serials(self, count: int) -> list[str]:
        """Numbers without their check digits, asked for at once."""
        return [number[:-2] for number in await asyncio.gather(*(self.next() for _ in range(count)))]


def expected(count: int, period: str = "2611") -> list[str]:
    """The first numbers of a period."""
    return [f"{period}-{serial:06d}" for serial in range(1, count + 1)]


async def test_many_at_once_get_every_number_of_their_blocks_once() -> None:
    assert sorted(await Bench().serials(4 * BLOCK)) == expected(4 * BLOCK)


async def test_one_reservation_serves_all_who_wait_for_it() -> None:
    bench = Bench()
    bench.counters.open.clear()
    waiting = asyncio.create_task(bench.serials(3))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    bench.counters.open.set()
    assert sorted(await waiting) == expected(3)
    assert bench.counters.calls == 1


async def test_while_half_a_block_is_left_the_next_one_comes_and_nobody_waits() -> None:
    bench = Bench()
    await bench.serials(BLOCK // 2)
    await asyncio.sleep(0)
    assert bench.counters.calls == 2
    bench.counters.open.clear()
    assert await asyncio.wait_for(bench.serials(BLOCK // 2), 5) == expected(BLOCK)[BLOCK // 2 :]


async def test_a_new_month_starts_its_own_numbers() -> None:
    bench = Bench()
    await bench.serials(BLOCK // 2 + 1)
    bench.month = 12
    assert await bench.serials(3) == expected(3, "2612")


async def test_an_outage_is_told_to_all_who_wait_and_the_next_one_tries_again() -> None:
    bench = Bench()
    bench.counters.failing = True
    asked = await asyncio.gather(*(bench.next() for _ in range(3)), return_exceptions=True)
    assert [type(answer) for answer in asked] == [StorageUnavailable] * 3
    bench.counters.failing = False
    assert await bench.serials(1) == expected(1)


async def test_an_outage_of_the_reservation_ahead_hurts_nobody_before_the_block_is_used_up() -> None:
    bench = Bench()
    await bench.serials(1)
    bench.counters.failing = True
    assert await bench.serials(BLOCK - 1) == expected(BLOCK)[1:]
    with pytest.raises(StorageUnavailable):
        await bench.next()


async def test_a_caller_who_goes_away_takes_nobody_with_him() -> None:
    bench = Bench()
    bench.counters.open.clear()
    gone, staying = (asyncio.create_task(bench.serials(1)) for _ in range(2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait([gone])
    bench.counters.open.set()
    assert await asyncio.wait_for(staying, 5) == expected(1)
