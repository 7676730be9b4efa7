"""A service without broker and database: memory stores under the chassis' real dispatcher and timers.

`World` offers what `chassis.runtime.Runtime` offers to a composition root, so a service's own subscriptions, timers and
handlers run in it unchanged. Documents go through the real write (`chassis.writes`) and through BSON, so what a handler
gets back is what the database would give. Everything is synchronous and takes its time from `World.now`::

    world = World()
    visits = world.store("visits", Visit, timers=visit_timers)
    world.subscribe(*subscriptions(visits))
    world.on_timer(visits, on_reminder)
    world.deliver(envelope_of(CaseOpened, case_id="c"))
    world.tick(timedelta(hours=8))
    assert visits.state("c").reminders == 1
    assert [event.type for event in world.published] == [...]

For random deliveries see `tests.support.deliveries`.
"""

import itertools
from collections.abc import Callable, Coroutine, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Generic, Literal, TypeVar, cast

from bson import CodecOptions, decode, encode
from chassis.apply import Document, Draft, EventFactory, OutboxEntry
from chassis.codec import StateCodec
from chassis.dispatcher import AnyStore, Dispatcher, Reaction, Verdicts
from chassis.documents import Change, Timer
from chassis.metrics import Metrics
from chassis.mongo import Json
from chassis.store import Loaded, Written
from chassis.subscription import HasNow, Moment, Prepare, Subscription
from chassis.timers import Fire, fire_due
from chassis.tracing import Spans
from chassis.writes import insertion, read_document, versioned_update
from contracts.codec import parse
from contracts.envelope import CONTENT_TYPE, Envelope
from contracts.payload import Payload
from opentelemetry.trace import NoOpTracerProvider

from tests.support.builders import ARRIVED

S = TypeVar("S")
T = TypeVar("T")
C = TypeVar("C", bound=HasNow)
Crash = Literal["before", "after"]
Event = Envelope[Payload]

_AWARE: CodecOptions[Json] = CodecOptions(tz_aware=True, tzinfo=UTC)
_TICK = timedelta(milliseconds=1)


class Crashed(Exception):
    """The process died before or after its write; the delivery comes again."""


class MemoryStore(Generic[S]):
    """Versioned documents with inbox and outbox, as `chassis.store.Store` writes them."""

    def __init__(self, name: str, state_type: type[S], timers: Callable[[S], Sequence[Timer]], world: "World") -> None:
        self.name = name
        self.timers_of = timers
        self.retention = timedelta(days=30)
        self._codec: StateCodec[S] = cast("StateCodec[S]", _codec(cast("Hashable", state_type)))
        self._world = world
        self._documents: dict[str, bytes] = {}

    def type_witness(self, state: S) -> S:
        """See `chassis.subscription.StoreName`."""
        return state

    @property
    def ids(self) -> list[str]:
        """Of all documents, sorted."""
        return sorted(self._documents)

    def raw(self, document_id: str) -> Json:
        """The whole document."""
        return decode(self._documents[document_id], _AWARE)

    def find(self, document_id: str) -> Document[S] | None:
        """The document as a handler meets it."""
        return read_document(self.raw(document_id), self._codec) if document_id in self._documents else None

    def state(self, document_id: str) -> S:
        """The state; AssertionError when there is no such document."""
        found = self.find(document_id)
        assert found is not None, f"no document {document_id} in {self.name}: {self.ids}"
        return found.state

    async def load(self, ids: Sequence[str]) -> Loaded[S]:
        """As the real store."""
        found = {document_id: self.find(document_id) for document_id in ids}
        return Loaded({document_id: document for document_id, document in found.items() if document}, {})

    def draft(self, document_id: str, base: Document[S] | None, now: datetime) -> Draft[S]:
        """As the real store."""
        return Draft(id=document_id, base=base, factory=self._world.factory, now=now)

    async def write(self, drafts: Sequence[Draft[S]]) -> Written:
        """As the real store; dies before or after when the world says so."""
        touched = [draft for draft in drafts if draft.touched]
        if touched and self._world.crash == "before":
            raise Crashed
        lost = frozenset(draft.id for draft in touched if not self.write_one(draft))
        if touched and self._world.crash == "after":
            raise Crashed
        return Written(lost)

    def write_one(self, draft: Draft[S]) -> bool:
        """One versioned write; False when another came first."""
        timers = self.timers_of(cast("S", draft.state))
        if draft.base is None:
            if draft.id in self._documents:
                return False
            raw = insertion(draft, self._codec, timers, "token")
        else:
            _, update = versioned_update(draft, self._codec, timers, "token", self.retention)
            raw = self.raw(draft.id)
            if raw["v"] != draft.base.version:
                return False
            apply_update(raw, update)
        self._world.take(draft.entries)
        raw["outbox"] = []
        self._documents[draft.id] = encode(raw)
        return True


def apply_update(raw: Json, update: Mapping[str, object]) -> None:
    """What the database makes of the operators that `chassis.writes` uses; any other is a KeyError."""
    for operator, changes in update.items():
        for name, value in cast("Json", changes).items():
            _OPERATORS[operator](raw, name, value)


def _set(raw: Json, name: str, value: object) -> None:
    raw[name] = value


def _unset(raw: Json, name: str, _: object) -> None:
    raw.pop(name, None)


def _increase(raw: Json, name: str, value: object) -> None:
    raw[name] = cast("int", raw[name]) + cast("int", value)


def _lower(raw: Json, name: str, value: object) -> None:
    raw[name] = min(cast("datetime", raw.get(name, value)), cast("datetime", value))


def _push(raw: Json, name: str, value: object) -> None:
    spec = cast("Json", value)
    items = [*cast("list[object]", raw.get(name, [])), *cast("list[object]", spec["$each"])]
    raw[name] = items[cast("int", spec["$slice"]) :] if "$slice" in spec else items


_OPERATORS: Mapping[str, Callable[[Json, str, object], None]] = {
    "$set": _set,
    "$unset": _unset,
    "$inc": _increase,
    "$min": _lower,
    "$push": _push,
}


@dataclass
class World:
    """One service: its stores, its clock, what it published (each event decoded from its wire form, in order)."""

    now: datetime = ARRIVED
    published: list[Event] = field(default_factory=list)
    crash: Crash | None = None

    def __post_init__(self) -> None:
        numbers = itertools.count(1)
        self.factory = EventFactory("/aftersales/test", lambda: f"out-{next(numbers)}")
        self._reactions: dict[str, list[Reaction]] = {}
        self._timers: list[tuple[MemoryStore[object], Fire[object]]] = []
        self._prepare: Prepare[HasNow] = _moment
        self._dispatcher = Dispatcher(
            self._reactions,
            lambda group, now: self._prepare(group, now),
            lambda: self.now,
            _metrics(),
            Spans("test", NoOpTracerProvider()),
        )

    def store(
        self, name: str, state_type: type[S], *, timers: Callable[[S], Sequence[Timer]] | None = None
    ) -> MemoryStore[S]:
        """See `Runtime.store`."""
        return MemoryStore(name, state_type, timers or (lambda _: ()), self)

    def subscribe(self, *subscriptions: Subscription) -> None:  # type: ignore[type-arg]  # heterogeneous by nature
        """See `Runtime.subscribe`."""
        for subscription in subscriptions:
            reaction = Reaction(cast("AnyStore", subscription.store), subscription.key, subscription.handler)
            self._reactions.setdefault(subscription.event.type_name(), []).append(reaction)

    def prepare(self, prepare: Prepare[C]) -> None:
        """See `Runtime.prepare`; it must not really wait for anything."""
        self._prepare = prepare

    def on_timer(self, store: MemoryStore[S], fire: Fire[S]) -> None:
        """See `Runtime.on_timer`."""
        self._timers.append((cast("MemoryStore[object]", store), cast("Fire[object]", fire)))

    def take(self, entries: Sequence[OutboxEntry]) -> None:
        """The relay: committed events leave in order, and every one must decode by its contract."""
        for entry in entries:
            [event] = parse(entry.body.encode(), CONTENT_TYPE)
            assert isinstance(event, Envelope), event
            self.published.append(event)

    def deliver(self, *events: Event, crash: Crash | None = None) -> Verdicts:
        """One consumed group. With `crash` the process dies at its write: raises Crashed; nobody was acknowledged."""
        self.crash = crash
        try:
            return at_once(self._dispatcher.handle(events))
        finally:
            self.crash = None

    def command(self, store: MemoryStore[S], document_id: str, command: Callable[[S, datetime], Change[S]]) -> S:
        """See `Store.change`."""
        document = store.find(document_id)
        assert document is not None
        draft = store.draft(document_id, document, self.now)
        draft.change(command(document.state, self.now), cause=None, trace=None)
        assert store.write_one(draft)
        return store.state(document_id)

    def create(self, store: MemoryStore[S], document_id: str, change: Change[S]) -> S:
        """See `Store.create`."""
        draft = store.draft(document_id, None, self.now)
        draft.change(change, cause=None, trace=None)
        assert store.write_one(draft), f"{document_id} exists"
        return store.state(document_id)

    def tick(self, by: timedelta, *, late: bool = False) -> int:
        """Let time pass; timers fire each at its own instant, or with `late` all at the end as after an outage.

        Returns how many documents fired.
        """
        end = self.now + by
        fired = 0
        while not late and (due := self._next_due()) is not None and due < end:
            self.now = max(self.now, due + _TICK)
            fired += self.fire()
        self.now = max(self.now, end)
        return fired + self.fire()

    def fire(self, *, crash: Crash | None = None) -> int:
        """One sweep of all stores at the present instant; returns how many documents fired."""
        fired = 0
        self.crash = crash
        try:
            for store, fire in self._timers:
                for document_id in store.ids:
                    fired += at_once(self._fire(store, document_id, fire))
        finally:
            self.crash = None
        return fired

    async def _fire(self, store: MemoryStore[object], document_id: str, fire: Fire[object]) -> bool:
        due = store.raw(document_id).get("next_due")
        if due is None or cast("datetime", due) >= self.now:
            return False
        context = await self._prepare((), self.now)
        draft = store.draft(document_id, store.find(document_id), self.now)
        await fire_due(draft, store.timers_of, fire, context)
        written = await store.write([draft])
        assert not written.lost
        return True

    def _next_due(self) -> datetime | None:
        dues = [store.raw(i).get("next_due") for store, _ in self._timers for i in store.ids]
        return min((cast("datetime", due) for due in dues if due is not None), default=None)


def at_once(work: Coroutine[None, None, T]) -> T:
    """Run what never really waits, without an event loop. Raises AssertionError when it does wait."""
    try:
        work.send(None)
    except StopIteration as finished:
        return cast("T", finished.value)
    work.close()
    raise AssertionError("something waits for I/O here")


@cache
def _codec(state_type: Hashable) -> StateCodec[object]:
    """Worlds come by the thousand in property tests, and building a codec costs more than most of them do."""
    return StateCodec(cast("type[object]", state_type))


@cache
def _metrics() -> Metrics:
    """Nothing reads what worlds count."""
    return Metrics("test")


async def _moment(_: Sequence[Event], now: datetime) -> Moment:
    return Moment(now)
