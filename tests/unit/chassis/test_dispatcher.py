"""Verdicts of the dispatcher on a group, in a world without broker and database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from chassis.documents import Change, Ignored, Outcome, Timer, Waiting
from chassis.subscription import HasNow, Moment, Subscription
from chassis.timers import CHAIN, TimerNotCleared
from contracts.envelope import Envelope
from contracts.events.intake import CaseAmended, CaseOpened
from contracts.payload import Payload

from tests.support.builders import ARRIVED, envelope_of
from tests.support.memory import MemoryStore, World

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Counter:
    """How many events came, and when it rings."""

    seen: tuple[str, ...] = ()
    rings: tuple[datetime, ...] = ()
    rang: int = 0


def count(state: Counter | None, event: Envelope[CaseOpened], _: HasNow) -> Outcome[Counter]:
    """One more; refuses by word."""
    words = event.data.description
    if words == "poison":
        raise LookupError("no such word")
    if words == "ignored":
        return Ignored("by word")
    present = state or Counter()
    return Change(replace(present, seen=(*present.seen, event.id)))


def only_existing(state: Counter | None, event: Envelope[CaseOpened], context: HasNow) -> Outcome[Counter]:
    """Needs a predecessor."""
    return Waiting("not there") if state is None else count(state, event, context)


def counters(world: World, **options: object) -> MemoryStore[Counter]:
    """A store."""
    return world.store("counters", Counter, **options)  # type: ignore[arg-type]


def test_an_event_waits_when_one_of_its_documents_waits() -> None:
    world = World()
    store = counters(world)
    world.create(store, "there", Change(Counter()))
    world.subscribe(
        Subscription(event=CaseOpened, store=store, key=lambda _: ["absent", "there"], handler=only_existing)
    )
    event = envelope_of(CaseOpened)
    assert world.deliver(event).waiting == {event.id: "not there"}
    world.create(store, "absent", Change(Counter()))
    assert world.deliver(event).waiting == {}
    assert store.state("absent").seen == store.state("there").seen == (event.id,)


def test_an_event_for_two_stores_waits_for_the_slower() -> None:
    world = World()
    first, second = world.store("first", Counter), world.store("second", Counter)
    world.subscribe(
        Subscription(event=CaseOpened, store=first, key=lambda _: ["a"], handler=only_existing),
        Subscription(event=CaseOpened, store=second, key=lambda _: ["a"], handler=count),
    )
    event = envelope_of(CaseOpened)
    assert world.deliver(event).waiting == {event.id: "not there"}
    assert second.state("a").seen == (event.id,)


def test_poison_and_ignored_leave_their_neighbours_alone() -> None:
    world = World()
    store = counters(world)
    world.subscribe(Subscription(event=CaseOpened, store=store, key=lambda _: ["a"], handler=count))
    words = ["fine", "poison", "ignored", "fine"]
    events = [envelope_of(CaseOpened, description=word) for word in words]
    verdicts = world.deliver(*events)
    assert verdicts.poison == {events[1].id: "LookupError"}
    assert verdicts.waiting == {}
    assert store.state("a").seen == (events[0].id, events[3].id)


def test_a_key_that_fails_and_one_that_names_nothing() -> None:
    world = World()
    store = counters(world)

    def key(event: Envelope[CaseOpened]) -> Sequence[str]:
        if event.data.description == "poison":
            raise KeyError(event.data.customer_name)
        return []

    world.subscribe(Subscription(event=CaseOpened, store=store, key=key, handler=count))
    bad = envelope_of(CaseOpened, description="poison")
    verdicts = world.deliver(bad, envelope_of(CaseOpened), envelope_of(CaseAmended))
    assert verdicts.poison == {bad.id: "KeyError"}
    assert store.ids == []


def test_a_failing_preparation_is_the_fault_of_its_event() -> None:
    world = World()
    store = counters(world)

    async def prepare(events: Sequence[Envelope[Payload]], now: datetime) -> Moment:
        if any(getattr(event.data, "description", "") == "poison" for event in events):
            raise RuntimeError("personal words")
        return Moment(now)

    world.prepare(prepare)
    world.subscribe(Subscription(event=CaseOpened, store=store, key=lambda _: ["a"], handler=count))
    bad, good = envelope_of(CaseOpened, description="poison"), envelope_of(CaseOpened)
    assert world.deliver(bad, good).poison == {bad.id: "RuntimeError"}
    assert store.state("a").seen == (good.id,)


def rings(state: Counter) -> Sequence[Timer]:
    """One timer for each instant."""
    return [Timer(f"ring-{at.isoformat()}", at) for at in state.rings]


def ring(state: Counter, timer: Timer, _: HasNow) -> Change[Counter]:
    """Counts."""
    return Change(replace(state, rings=tuple(at for at in state.rings if at != timer.due), rang=state.rang + 1))


def test_timers_fire_at_their_own_instants_or_late_in_one_write() -> None:
    world = World()
    store = counters(world, timers=rings)
    world.on_timer(store, ring)
    due = tuple(ARRIVED + n * HOUR for n in (1, 2, 3))
    world.create(store, "on time", Change(Counter(rings=due)))
    world.tick(2 * HOUR)
    assert store.state("on time").rang == 1, "one at its very instant is not later than it"
    world.tick(HOUR / 2)
    assert (store.state("on time").rang, store.raw("on time")["v"]) == (2, 3)
    world.create(store, "late", Change(Counter(rings=due)))
    world.tick(10 * HOUR, late=True)
    assert (store.state("late").rang, store.raw("late")["v"]) == (3, 2)


def test_a_chain_of_due_timers_is_cut_and_goes_on_with_the_next_sweep() -> None:
    world = World()
    store = counters(world, timers=rings)
    world.on_timer(store, ring)
    world.create(store, "a", Change(Counter(rings=tuple(ARRIVED + timedelta(seconds=n) for n in range(CHAIN + 1)))))
    world.tick(HOUR, late=True)
    assert store.state("a").rang == CHAIN
    world.fire()
    assert store.state("a").rang == CHAIN + 1


def test_a_timer_that_stays_after_its_firing_is_a_fault() -> None:
    world = World()
    store = counters(world, timers=rings)
    world.on_timer(store, lambda state, _timer, _context: Change(replace(state, rang=state.rang + 1)))
    world.create(store, "a", Change(Counter(rings=(ARRIVED,))))
    with pytest.raises(TimerNotCleared):
        world.tick(HOUR)
