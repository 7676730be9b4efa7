"""The relay keeps each aggregate's order and loses nothing, whatever fails in between."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from chassis.apply import OutboxEntry
from chassis.metrics import Metrics
from chassis.relay import Relay
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo.errors import AutoReconnect, OperationFailure

from tests.support.effort import examples
from tests.support.eventually import eventually
from tests.unit.chassis.fakes import FakeBroker, FakeOutbox

KEYS = ("a.v1", "b.v1")


@dataclass
class Bench:
    """A relay over fakes, and what was committed."""

    broker: FakeBroker
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    committed: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.relay = Relay(
            self.broker.as_publisher(), Metrics("test"), batch_events=3, batch_bytes=10_000, gather=0.001, tidy=0.002
        )
        self.relay.serve("visits", self.outbox.as_collection())

    def commit(self, document_id: str, keys: Sequence[str], *, nudged: bool = True) -> None:
        """A versioned write, then the nudge, unless the process that wrote is another."""
        held = self.outbox.documents.setdefault(document_id, [])
        pending = [entry.id for entry in held]
        order = self.committed.setdefault(document_id, [])
        fresh = [self._entry(f"{document_id}-{len(order) + n}", key) for n, key in enumerate(keys)]
        held += fresh
        order += [entry.id for entry in fresh]
        if nudged:
            self.relay.nudge("visits", document_id, fresh, pending)

    def sweep(self) -> None:
        """What the sweeper brings."""
        self.relay.sweep_in("visits", {i: list(entries) for i, entries in self.outbox.documents.items() if entries})

    def _entry(self, entry_id: str, key: str) -> OutboxEntry:
        return OutboxEntry(id=entry_id, key=key, body=f'{{"id":"{entry_id}"}}')

    def first_arrivals(self, document_id: str) -> list[str]:
        """Ids as consumers see them, each once."""
        return list(dict.fromkeys(i for i in self.broker.arrived if i.rpartition("-")[0] == document_id))

    async def settle(self) -> None:
        """Everything healthy again: sweep until nothing waits."""
        self.broker.plan, self.broker.is_open, self.outbox.failures = [], True, []

        async def empty() -> bool:
            self.sweep()
            await self.relay.flush(5)
            return not any(self.outbox.documents.values())

        await eventually(empty, within=5)


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("commit"),
            st.sampled_from(["x", "y", "z"]),
            st.lists(st.sampled_from(KEYS), min_size=1, max_size=5),
            st.booleans(),
        ),
        st.just(("sweep",)),
        st.tuples(st.just("loops"), st.integers(1, 6)),
        st.tuples(st.just("open"), st.booleans()),
        st.just(("removal fails",)),
    ),
    max_size=25,
)


@settings(max_examples=examples(80), deadline=None)
@given(steps=STEPS, plan=st.lists(st.booleans(), max_size=30), unsure=st.booleans())
def test_nothing_is_lost_and_order_is_kept(steps: list[tuple[object, ...]], plan: list[bool], unsure: bool) -> None:
    asyncio.run(_play(steps, plan, unsure))


async def _play(steps: list[tuple[object, ...]], plan: list[bool], unsure: bool) -> None:
    bench = Bench(FakeBroker(plan=plan, unsure=unsure))
    bench.relay.start()
    for step in steps:
        match step:
            case ("commit", str(document_id), list(keys), bool(nudged)):
                bench.commit(document_id, keys, nudged=nudged)
            case ("sweep",):
                bench.sweep()
            case ("loops", int(times)):
                for _ in range(times):
                    await asyncio.sleep(0)
            case ("open", bool(is_open)):
                bench.broker.is_open = is_open
            case ("removal fails",):
                bench.outbox.failures = [AutoReconnect("away"), OperationFailure("odd")]
    await bench.settle()
    await bench.relay.close()
    for document_id, order in bench.committed.items():
        assert bench.first_arrivals(document_id) == order


async def test_a_confirmed_event_is_published_once() -> None:
    bench = Bench(FakeBroker())
    bench.relay.start()
    for _ in range(5):
        bench.commit("x", KEYS)
    bench.sweep()
    await bench.relay.flush(5)
    bench.sweep()
    await bench.relay.flush(5)
    await bench.relay.close()
    assert bench.broker.arrived == bench.committed["x"]


async def test_an_event_behind_a_failed_one_waits_for_the_sweeper() -> None:
    bench = Bench(FakeBroker(plan=[False]))
    bench.relay.start()
    bench.commit("x", ["a.v1"])
    bench.commit("x", ["b.v1"])
    bench.commit("y", ["b.v1"])
    await bench.relay.flush(5)
    assert bench.broker.arrived == bench.committed["y"]
    bench.commit("x", ["a.v1"])
    bench.sweep()
    await bench.relay.flush(5)
    await bench.relay.close()
    assert bench.first_arrivals("x") == bench.committed["x"]
