"""Turns: at once after a rest, not closer than the interval under load, at once when somebody calls."""

import asyncio

from chassis.pace import Pace

LONG = 3_600.0


async def passes(pace: Pace) -> bool:
    """Whether a turn comes without waiting."""
    turn = asyncio.create_task(pace.turn())
    for _ in range(3):
        await asyncio.sleep(0)
    came = turn.done()
    turn.cancel()
    await asyncio.wait([turn])
    return came


async def test_the_first_turn_comes_at_once_and_the_next_one_waits() -> None:
    pace = Pace(LONG)
    assert await passes(pace)
    assert not await passes(pace)


async def test_without_an_interval_nothing_waits() -> None:
    pace = Pace(0)
    assert [await passes(pace) for _ in range(3)] == [True, True, True]


async def test_a_called_turn_comes_once() -> None:
    pace = Pace(LONG)
    await pace.turn()
    pace.now()
    assert await passes(pace)
    assert not await passes(pace)


async def test_a_waiting_turn_is_called() -> None:
    pace = Pace(LONG)
    await pace.turn()
    turn = asyncio.create_task(pace.turn())
    await asyncio.sleep(0)
    pace.now()
    await asyncio.wait_for(turn, 5)


async def test_in_a_hurry_nothing_waits() -> None:
    pace = Pace(LONG)
    with pace.hurried():
        assert [await passes(pace) for _ in range(4)] == [True] * 4


async def test_a_turn_comes_by_itself_when_the_interval_is_over() -> None:
    pace = Pace(0.01)
    loop = asyncio.get_running_loop()
    await pace.turn()
    began = loop.time()
    await asyncio.wait_for(pace.turn(), 5)
    assert loop.time() - began >= 0.009
