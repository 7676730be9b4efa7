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
from chassis.logs import correlated
from chassis.metrics import Metrics
from chassis.mongo import OUTAGES
from chassis.store import Loaded, Written
from chassis.subscription import HasNow, Prepare
from chassis.tracing import Spans, traceparent

log = logging.getLogger(__name__)

Event: TypeAlias = Envelope[Payload]
T = TypeVar("T")

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 2.0
RACES = 50
LOST_RACES = "lost every race for its document"


class AnyStore(Protocol):
    """A store with its state type erased; a subscription has tied it to its handler before."""

    @property
    def name(self) -> str:
        """Collection name."""
        ...

    async def load(self, ids: Sequence[str]) -> Loaded[object]:
        """Documents by id."""
        ...

    def draft(self, document_id: str, base: Document[object] | None, now: datetime) -> Draft[object]:
        """Working copy."""
        ...

    async def write(self, drafts: Sequence[Draft[object]]) -> Written:
        """Each draft by its own version."""
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


@dataclass(slots=True)
class _Group:
    """The events for one store on their way into its documents."""

    store: AnyStore
    work: Mapping[str, Sequence[_Work]]
    context: HasNow
    verdicts: Verdicts
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)
    """Reasons by document and event; judged anew with every attempt at the document."""


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
        await self._apply(events, verdicts)
        for event in events:
            outcome = "poison" if event.id in verdicts.poison else "waiting" if event.id in verdicts.waiting else "done"
            self._metrics.consumed.labels(event.type, outcome).inc()
        return verdicts

    async def _apply(self, events: Sequence[Event], verdicts: Verdicts) -> None:
        try:
            context = await hold(lambda: self._prepare(events, self._clock()))
        except Exception as error:  # a service's fault over one event must not take its neighbours along
            if len(events) > 1:
                for event in events:
                    await self._apply([event], verdicts)
                return
            for event in events:
                with correlated(event.correlationid):
                    log.exception("preparing for %s failed", event.type)
                verdicts.poison[event.id] = _fault(error)
            return
        for store, work in self._by_store(events, verdicts).items():
            await self._handle(_Group(store, work, context, verdicts))

    def _by_store(self, events: Sequence[Event], verdicts: Verdicts) -> dict[AnyStore, dict[str, list[_Work]]]:
        plan: dict[AnyStore, dict[str, list[_Work]]] = {}
        for event in events:
            for reaction in self._reactions.get(event.type, ()):
                try:
                    ids = reaction.key(event)
                except Exception as error:  # a handler's fault is that event's poison, never its neighbours'
                    with correlated(event.correlationid):
                        log.exception("key of %s failed", event.type)
                    verdicts.poison[event.id] = _fault(error)
                    continue
                for document_id in dict.fromkeys(ids):
                    plan.setdefault(reaction.store, {}).setdefault(document_id, []).append(_Work(event, reaction))
        return plan

    async def _handle(self, group: _Group) -> None:
        open_ids = set(group.work)
        for _ in range(RACES):
            open_ids = await self._attempt(group, {document_id: group.work[document_id] for document_id in open_ids})
            if not open_ids:
                break
        for document_id in open_ids:
            group.waiting[document_id] = {item.event.id: LOST_RACES for item in group.work[document_id]}
        for reasons in group.waiting.values():
            group.verdicts.waiting.update(reasons)

    async def _attempt(self, group: _Group, work: Mapping[str, Sequence[_Work]]) -> set[str]:
        """Load, apply, write; returns the ids of documents that must be tried again."""
        loaded = await hold(partial(group.store.load, sorted(work)))
        for document_id, fault in loaded.unreadable.items():
            log.error("document %s of %s cannot be read: %s", document_id, group.store.name, _fault(fault))
            group.verdicts.poison.update({item.event.id: _fault(fault) for item in work[document_id]})
        drafts = [
            self._draft(group, document_id, loaded.documents.get(document_id), work[document_id])
            for document_id in sorted(work)
            if document_id not in loaded.unreadable
        ]
        try:
            written = await group.store.write(drafts)
        except OUTAGES as error:
            log.warning("database away, holding %s documents: %s", len(drafts), type(error).__name__)
            await asyncio.sleep(FIRST_PAUSE)
            return {draft.id for draft in drafts}  # outcome unknown: the inbox tells what was applied
        lost = set(written.lost)
        for draft in drafts:
            if draft.id in written.unwritable:
                lost |= await self._single_out(group, draft, work[draft.id], written.unwritable[draft.id])
        return lost

    async def _single_out(
        self, group: _Group, draft: Draft[object], work: Sequence[_Work], fault: Exception
    ) -> set[str]:
        """Find which of a document's events makes it unwritable, by applying them one at a time."""
        if len(draft.applied) == 1:
            log.error("document %s of %s cannot be written: %s", draft.id, group.store.name, _fault(fault))
            group.verdicts.poison[draft.applied[0]] = _fault(fault)
            return {draft.id} if len(work) > 1 else set()
        lost: set[str] = set()
        for item in work:
            lost |= await self._attempt(group, {draft.id: [item]})
        return lost

    def _draft(
        self, group: _Group, document_id: str, document: Document[object] | None, work: Sequence[_Work]
    ) -> Draft[object]:
        draft = group.store.draft(document_id, document, group.context.now)
        waiting = group.waiting.setdefault(document_id, {})
        for item in work:
            event = item.event
            waiting.pop(event.id, None)
            if draft.has_seen(event.id) or event.id in group.verdicts.poison:
                continue
            with correlated(event.correlationid):
                try:
                    outcome = self._decide(draft, item, group.context)
                except Exception as error:  # a handler's fault is that event's poison, never its neighbours'
                    log.exception("handler of %s failed", event.type)
                    group.verdicts.poison[event.id] = _fault(error)
                    continue
                log.debug("%s: %s in %s", event.type, type(outcome).__name__.lower(), group.store.name)
            if isinstance(outcome, Waiting):
                waiting[event.id] = outcome.reason
        return draft

    def _decide(self, draft: Draft[object], item: _Work, context: HasNow) -> Outcome[object]:
        event = item.event
        with self._spans.span(f"handle {event.type}", event.traceparent, event.correlationid) as trace:
            token = traceparent.set(trace)
            try:
                outcome = item.reaction.handler(draft.state, event, context)
            finally:
                traceparent.reset(token)
            traced = event if trace == event.traceparent else event.model_copy(update={"traceparent": trace})
            draft.deliver(traced, outcome)
            return outcome


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
