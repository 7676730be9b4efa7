"""Waiting for a condition, bounded: the only way in which a test waits."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast, overload

T = TypeVar("T")

STEP = 0.02
LIMIT = 15.0


class NeverHappened(AssertionError):
    """The condition did not come true in time; the message says what was seen last."""


@overload
async def eventually(condition: Callable[[], Awaitable[T]], *, within: float = LIMIT, what: str = "") -> T: ...


@overload
async def eventually(condition: Callable[[], T], *, within: float = LIMIT, what: str = "") -> T: ...


async def eventually(condition: Callable[[], object], *, within: float = LIMIT, what: str = "") -> object:
    """The first truthy value of `condition` (plain or async), asked again every few milliseconds.

    An AssertionError inside the condition counts as "not yet". Raises NeverHappened after `within` seconds.
    """
    give_up_at = time.monotonic() + within
    while True:
        seen: object
        try:
            asked = condition()
            value = await cast("Awaitable[object]", asked) if inspect.isawaitable(asked) else asked
        except AssertionError as error:
            seen = error
        else:
            if value:
                return value
            seen = value
        if time.monotonic() > give_up_at:
            raise NeverHappened(f"{what or 'condition'} within {within} s; last seen: {seen!r}")
        await asyncio.sleep(STEP)


async def stays(condition: Callable[[], bool], *, for_seconds: float) -> None:
    """The condition holds now and all through `for_seconds`; for proving that something does not happen."""
    end = time.monotonic() + for_seconds
    while time.monotonic() < end:
        if not condition():
            raise AssertionError("the condition broke")
        await asyncio.sleep(STEP)
