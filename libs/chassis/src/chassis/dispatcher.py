"""Applies a group of events to the documents they concern, each document by its own versioned write."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol, TypeAlias, TypeVar

from contracts.envelope import Envelope
from contracts.payload import Payload

from chassis.apply import Document, Draft
from chassis.clock import Clock
from chassis.documents import Outcome, Waiting
from chassis.metrics import Metrics
from chassis.mongo import OUTAGES, UNWRITABLE
from chassis.subscription import HasNow, Prepare
from chassis.tracing import Spans

log = logging.getLogger(__name__)

Event: TypeAlias = Envelope[Payload]
T = TypeVar("T")

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 2.0
RACES = 50


class AnyStore(Protocol):
    """A store with its state type erased; a subscription has tied it to its handler before."""

    @property
    def name(self) -> str:
        """Collection name."""
        ...

    async def load(self, ids: Sequence[str]) -> dict[str, Document[object]]:
        """Documents by id."""
        ...

    def draft(self, document_id: str, base: Document[object] | None, now: datetime) -> Draft[object]:
        """Working copy."""
        ...

    async def write(self, drafts: Sequence[Draft[object]]) -> set[str]:
        """Ids that lost a race."""
        ...


@dataclass(frozen=True, slots=True)
class Reaction:
    """A subscription with its types erased."""

    store: AnyStore
    key: Callable[[Event], Sequence[str]]
    handler: Callable[[object | None, Event, HasNow], Outcome[object]]


@dataclass(slots=True)
class Verdicts:
    """What became of the events of a group, by event id; an event in neither map is done."""

    waiting: dict[str, str] = field(default_factory=dict)
    poison: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Work:
    event: Event
    reaction: Reaction


class Dispatcher:
    """Runs handlers. Holds and retries through database outages, so nothing floods the dead letters."""

    def __init__(
        self,
        reactions: Mapping[str, Sequence[Reaction]],
        prepare: Prepare[HasNow],
        clock: Clock,
        metrics: Metrics,
        spans: Spans,
    ) -> None:
        self._reactions = reactions
        self._prepare = prepare
        self._clock = clock
        self._metrics = metrics
        self._spans = spans

    async def handle(self, events: Sequence[Event]) -> Verdicts:
        """Apply all; returns when every event is stored, or judged to wait or to be poison."""
        verdicts = Verdicts()
        context = await hold(lambda: self._prepare(events, self._clock()))
        for store, work in self._by_store(events, verdicts).items():
            await self._handle_store(store, work, context, verdicts)
        for event in events:
            outcome = "poison" if event.id in verdicts.poison else "waiting" if event.id in verdicts.waiting else "done"
            self._metrics.consumed.labels(event.type, outcome).inc()
        return verdicts

    def _by_store(self, events: Sequence[Event], verdicts: Verdicts) -> dict[AnyStore, dict[str, list[_Work]]]:
        plan: dict[AnyStore, dict[str, list[_Work]]] = {}
        for event in events:
            for reaction in self._reactions.get(event.type, ()):
                try:
                    ids = reaction.key(event)
                except Exception as error:  # a handler's fault is that event's poison, never its neighbours'
                    log.exception("key of %s failed", event.type)
                    verdicts.poison[event.id] = _fault(error)
                    continue
                for document_id in ids:
                    plan.setdefault(reaction.store, {}).setdefault(document_id, []).append(_Work(event, reaction))
        return plan

    async def _handle_store(
        self, store: AnyStore, work: dict[str, list[_Work]], context: HasNow, verdicts: Verdicts
    ) -> None:
        open_ids = set(work)
        for _ in range(RACES):
            ids = sorted(open_ids)
            documents = await hold(partial(store.load, ids))
            drafts = [self._draft(store, i, documents.get(i), work[i], context, verdicts) for i in ids]
            open_ids = await self._write(store, drafts, verdicts)
            if not open_ids:
                return
        for document_id in open_ids:
            for item in work[document_id]:
                verdicts.waiting[item.event.id] = "lost every race for its document"

    def _draft(
        self,
        store: AnyStore,
        document_id: str,
        document: Document[object] | None,
        work: Sequence[_Work],
        context: HasNow,
        verdicts: Verdicts,
    ) -> Draft[object]:
        draft = store.draft(document_id, document, context.now)
        for item in work:
            event = item.event
            if draft.has_seen(event.id) or event.id in verdicts.poison:
                continue
            try:
                with self._spans.span(f"handle {event.type}", event.traceparent) as trace:
                    outcome = item.reaction.handler(draft.state, event, context)
                    traced = event if trace == event.traceparent else event.model_copy(update={"traceparent": trace})
                    draft.deliver(traced, outcome)
            except Exception as error:  # a handler's fault is that event's poison, never its neighbours'
                log.exception("handler of %s failed", event.type)
                verdicts.poison[event.id] = _fault(error)
                continue
            if isinstance(outcome, Waiting):
                verdicts.waiting[event.id] = outcome.reason
            else:
                verdicts.waiting.pop(event.id, None)
        return draft

    async def _write(self, store: AnyStore, drafts: Sequence[Draft[object]], verdicts: Verdicts) -> set[str]:
        try:
            return await self._write_through_outages(store, drafts)
        except UNWRITABLE as error:
            if len(drafts) == 1:
                log.exception("document %s of %s cannot be written", drafts[0].id, store.name)
                for event_id in drafts[0].applied:
                    verdicts.poison[event_id] = _fault(error)
                return set()
        lost: set[str] = set()
        for draft in drafts:
            lost |= await self._write(store, [draft], verdicts)
        return lost

    async def _write_through_outages(self, store: AnyStore, drafts: Sequence[Draft[object]]) -> set[str]:
        """After an outage the outcome is unknown: all drafts count as lost, and the inbox tells what was applied."""
        try:
            return await store.write(drafts)
        except OUTAGES as error:
            log.warning("database away, holding %s documents: %s", len(drafts), type(error).__name__)
            await asyncio.sleep(FIRST_PAUSE)
            return {draft.id for draft in drafts}


async def hold(call: Callable[[], Awaitable[T]]) -> T:
    """Repeat a read through outages for as long as they last; ended only by cancellation."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await call()
        except OUTAGES as error:
            log.warning("database away, holding: %s", type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _fault(error: Exception) -> str:
    return f"{type(error).__name__}: {getattr(error, 'code', '')}".rstrip(": ")
