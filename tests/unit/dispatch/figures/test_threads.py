"""A thread is done before anybody touches what it worked on."""

import asyncio
import threading

import pytest
from dispatch.adapters.threads import in_thread


async def test_the_result_and_the_error_come_back() -> None:
    assert await in_thread(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        await in_thread(divmod, 7, 0)


async def test_who_is_cancelled_waits_for_the_thread() -> None:
    began, may_end, done = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        began.set()
        may_end.wait()
        done.set()

    working = asyncio.create_task(in_thread(work))
    await asyncio.to_thread(began.wait)
    working.cancel()
    await asyncio.wait({working}, timeout=0)
    assert not working.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert done.is_set()
