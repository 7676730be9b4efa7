"""Timers: due times in documents, fired by the same versioned write as everything else."""

import asyncio
import inspect
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar, cast

from contracts.envelope import Envelope
from contracts.payload import Payload

from chassis.apply import Document, Draft, due_timers
from chassis.claims import claim, lease_end
from chassis.clock import Clock
from chassis.documents import Change, Timer
from chassis.logs import correlated
from chassis.metrics import Metrics
from chassis.mongo import OUTAGES
from chassis.store import Store
from chassis.subscription import HasNow
from chassis.writes import READ_PROJECTION

log = logging.getLogger(__name__)

S = TypeVar("S")
Fire: TypeAlias = Callable[[S, Timer, HasNow], Change[S] | Awaitable[Change[S]]]
PrepareTimers: TypeAlias = Callable[[Sequence[Envelope[Payload]], datetime], Awaitable[HasNow]]

AT_ONCE = 16
"""How many documents of a page do I/O of their timers (such as mail) at the same time."""
CHAIN = 64
"""How many timers of one document fire in one write at most."""


class TimerNotCleared(Exception):
    """A fired timer is still among the state's timers: it would fire for ever."""


class TimerSweeper(Generic[S]):
    """Fires due timers of one store, never early, each once in state and events, across replicas and restarts."""

    def __init__(
        self,
        store: Store[S],
        fire: Fire[S],
        prepare: PrepareTimers,
        clock: Clock,
        metrics: Metrics,
        *,
        interval: float,
        page: int,
        lease: float,
    ) -> None:
        self._store = store
        self._fire = fire
        self._prepare = prepare
        self._clock = clock
        self._metrics = metrics
        self._interval = interval
        self._page = page
        self._lease = lease
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """Fire until cancelled; a full page is followed by the next at once."""
        while True:
            try:
                fired = await self.sweep()
            except OUTAGES as error:
                log.warning("timer sweep skipped: %s", type(error).__name__)
                fired = 0
            if fired < self._page // 2:
                await asyncio.sleep(self._interval * random.uniform(0.5, 1.5))  # noqa: S311 - spreads replicas

    async def sweep(self) -> int:
        """One round; returns how many documents were claimed."""
        now = self._clock()
        claimed = await claim(
            self._store.collection,
            "next_due",
            due_before=now,
            page=self._page,
            until=lease_end(now, self._lease),
            projection=READ_PROJECTION,
        )
        if not claimed:
            return 0
        context = await self._prepare((), now)
        loaded = self._store.read(claimed)
        fired = await asyncio.gather(*(self._guarded(document, context) for document in loaded.documents.values()))
        drafts = [draft for draft in fired if draft is not None]
        written = await self._store.write(drafts)
        faults = {**loaded.unreadable, **written.unwritable}
        for document_id, fault in faults.items():
            log.error("timer of document %s in %s failed: %s", document_id, self._store.name, type(fault).__name__)
        self._metrics.timers.labels("failed").inc(len(faults))
        self._metrics.timers.labels("lost").inc(len(written.lost))
        self._metrics.timers.labels("fired").inc(len(drafts) - len(written.lost) - len(written.unwritable))
        return len(claimed)

    async def _guarded(self, document: Document[S], context: HasNow) -> Draft[S] | None:
        """One document's fault must not stop its neighbours' clocks; the document comes again after the lease."""
        async with self._at_once:
            try:
                return await self._fired(document, context)
            except Exception:  # a fault in one document's timer must not stop its neighbours' clocks
                with correlated(document.id):
                    log.exception("timer of document %s in %s failed", document.id, self._store.name)
                self._metrics.timers.labels("failed").inc()
                return None

    async def _fired(self, document: Document[S], context: HasNow) -> Draft[S]:
        draft = self._store.draft(document.id, document, context.now)
        for timer in await fire_due(draft, self._store.timers_of, self._fire, context):
            self._metrics.timer_lag.observe(max(0.0, (context.now - timer.due).total_seconds()))
        draft.touched = True
        return draft


async def fire_due(
    draft: Draft[S], timers_of: Callable[[S], Sequence[Timer]], fire: Fire[S], context: HasNow
) -> list[Timer]:
    """Fire what is due in a draft, in order, also what becomes due by it; returns the fired timers.

    Raises TimerNotCleared, and whatever `fire` raises.
    """
    fired: list[Timer] = []
    while len(fired) < CHAIN:
        due = due_timers(timers_of(cast("S", draft.state)), context.now)
        if not due:
            break
        timer = due[0]
        outcome = fire(cast("S", draft.state), timer, context)
        change = await outcome if inspect.isawaitable(outcome) else outcome
        if timer in timers_of(change.state):
            raise TimerNotCleared(timer.name)
        draft.change(change, cause=f"timer:{timer.name}", trace=None)
        fired.append(timer)
    return fired
