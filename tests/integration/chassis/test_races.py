"""Exactly one effect per cause: races for a document, duplicates, answers that get lost, repeated requests."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from chassis.dispatcher import Dispatcher
from chassis.documents import Change
from chassis.errors import IdempotencyMismatch
from chassis.mongo import MongoCollection
from chassis.settings import ServiceSettings
from chassis.store import Loaded
from contracts.events.intake import CaseAmended, CaseOpened

from tests.integration.chassis import toy
from tests.support.builders import envelope_of, headers
from tests.support.clocks import SetClock
from tests.support.faults import LosesAnswers

CLERK = "marketing_staff"


def dispatcher(replica: toy.Toy) -> Dispatcher:
    """The replica's own, without a broker."""
    runtime = replica.runtime
    return Dispatcher(
        runtime.parts.reactions, runtime.parts.context, runtime.clock, runtime.metrics, runtime.parts.spans
    )


def meet_after_loading(replicas: Sequence[toy.Toy]) -> None:
    """Make every replica read before any of them writes, the first time."""
    barrier = asyncio.Barrier(len(replicas))
    for replica in replicas:
        load, first = replica.visits.load, [True]

        async def loaded(ids: Sequence[str], load=load, first=first) -> Loaded[toy.Visit]:  # type: ignore[no-untyped-def]
            found = cast("Loaded[toy.Visit]", await load(ids))
            if first.pop() if first else False:
                await barrier.wait()
            return found

        replica.visits.load = loaded  # type: ignore[method-assign]


def break_answers(replica: toy.Toy, method: str, **options: object) -> LosesAnswers:
    """Lose the first answer of a method of the visits' collection."""
    broken = LosesAnswers(replica.visits.collection, method, **options)  # type: ignore[arg-type]
    replica.visits.collection = cast("MongoCollection", broken)
    replica.visits._commit._collection = cast("MongoCollection", broken)
    return broken


async def test_two_different_first_events_race_and_both_take_effect(toy_settings: ServiceSettings) -> None:
    replicas = [toy.compose(toy_settings), toy.compose(toy_settings)]
    ids = [f"case-{number}" for number in range(20)]
    opened = [envelope_of(CaseOpened, id=f"opened-{i}", case_id=i) for i in ids]
    amended = [envelope_of(CaseAmended, id=f"amended-{i}", case_id=i) for i in ids]
    meet_after_loading(replicas)
    await asyncio.gather(dispatcher(replicas[0]).handle(opened), dispatcher(replicas[1]).handle(amended))
    for i in ids:
        raw = await replicas[0].raw(i)
        visit = await replicas[0].visit(i)
        assert visit is not None
        assert sorted(visit.seen) == [f"amended-{i}", f"opened-{i}"]
        assert (raw["v"], raw["seq"]) == (2, 2)
        outbox = cast("list[dict[str, str]]", raw["outbox"])
        assert len({entry["id"] for entry in outbox}) == 2


async def test_the_same_first_event_races_and_takes_effect_once(toy_settings: ServiceSettings) -> None:
    replicas = [toy.compose(toy_settings) for _ in range(3)]
    opened = envelope_of(CaseOpened, case_id="case-1")
    meet_after_loading(replicas)
    await asyncio.gather(*(dispatcher(replica).handle([opened]) for replica in replicas))
    visit = await replicas[0].visit("case-1")
    assert visit is not None
    assert visit.seen == (opened.id,)
    assert len(cast("list[object]", (await replicas[0].raw("case-1"))["outbox"])) == 1


async def test_duplicates_in_one_group_and_later_take_effect_once(toy_settings: ServiceSettings) -> None:
    replica = toy.compose(toy_settings)
    opened = envelope_of(CaseOpened, case_id="case-1")
    await dispatcher(replica).handle([opened, opened])
    await dispatcher(replica).handle([opened])
    visit = await replica.visit("case-1")
    assert visit is not None
    assert visit.seen == (opened.id,)
    assert (await replica.raw("case-1"))["v"] == 1


async def test_a_bulk_write_whose_answer_got_lost_is_recognised(toy_settings: ServiceSettings) -> None:
    replica = toy.compose(toy_settings)
    await dispatcher(replica).handle([envelope_of(CaseOpened, id="first", case_id="case-1")])
    broken = break_answers(replica, "bulk_write")
    events = [
        envelope_of(CaseAmended, id="second", case_id="case-1"),
        envelope_of(CaseOpened, id="new", case_id="case-2"),
    ]
    verdicts = await dispatcher(replica).handle(events)
    assert broken.left == 0
    assert not verdicts.poison
    assert not verdicts.waiting
    first, second = await replica.visit("case-1"), await replica.visit("case-2")
    assert first is not None
    assert second is not None
    assert (first.seen, second.seen) == (("first", "second"), ("new",))


async def test_a_command_whose_answer_got_lost_is_recognised(toy_settings: ServiceSettings) -> None:
    replica = toy.compose(toy_settings)
    await replica.visits.create("v-1", Change(toy.Visit(number="1")))
    broken = break_answers(replica, "update_one")
    stored = await replica.visits.change("v-1", 1, lambda visit, _: toy.add_note(visit, "a"))
    assert broken.left == 0
    assert (stored.version, stored.state.notes) == (2, ("a",))


async def test_a_command_whose_answer_got_lost_is_recognised_behind_another_write(
    toy_settings: ServiceSettings,
) -> None:
    replica, other = toy.compose(toy_settings), toy.compose(toy_settings)
    await replica.visits.create("v-1", Change(toy.Visit(number="1")))
    break_answers(
        replica, "update_one", between=lambda: other.visits.change("v-1", None, lambda v, _: toy.add_note(v, "b"))
    )
    stored = await replica.visits.change("v-1", None, lambda visit, _: toy.add_note(visit, "a"))
    assert stored.state.notes == ("a", "b")


async def test_an_insert_whose_answer_got_lost_is_recognised(toy_settings: ServiceSettings) -> None:
    replica = toy.compose(toy_settings)
    broken = break_answers(replica, "insert_many")
    results = await asyncio.gather(
        *(replica.visits.create(f"v-{n}", Change(toy.Visit(number=str(n)))) for n in range(5))
    )
    assert broken.left == 0
    assert [created for _, created in results] == [True] * 5
    assert await replica.visits.collection.count_documents({}) == 5


async def test_fifty_equal_requests_at_once_make_one_document(toy_settings: ServiceSettings) -> None:
    replica = toy.compose(toy_settings)
    async with replica.running() as client:
        request = headers([CLERK], {"Idempotency-Key": "k-1"})
        answers = await asyncio.gather(
            *(client.post("/v1/visits", json={"number": "N-1"}, headers=request) for _ in range(50))
        )
        other = await client.post("/v1/visits", json={"number": "N-2"}, headers=request)
        foreign = await client.post(
            "/v1/visits", json={"number": "N-2"}, headers=headers([CLERK], {"Idempotency-Key": "k-1"}, staff="wang")
        )
        count = await replica.visits.collection.count_documents({})
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert (other.status_code, other.json()["code"]) == (422, IdempotencyMismatch.code)
    assert foreign.status_code == 201
    assert count == 2


async def test_one_unstorable_document_fails_alone_in_its_group(toy_settings: ServiceSettings) -> None:
    replica = toy.compose(toy_settings)
    states = [toy.Visit(number=str(n)) for n in range(6)]
    states[1] = toy.Visit(number="key", extra={"a\0b": 1})
    states[3] = toy.Visit(number="large", blob="x" * 17_000_000)
    states[4] = toy.Visit(number="integer", extra={"n": 2**70})
    results = await asyncio.gather(
        *(replica.visits.create(f"v-{n}", Change(state)) for n, state in enumerate(states)), return_exceptions=True
    )
    failed = [n for n, result in enumerate(results) if isinstance(result, BaseException)]
    assert failed == [1, 3, 4]
    assert {getattr(results[n], "code", None) for n in failed} == {"not_storable"}
    assert await replica.visits.collection.count_documents({}) == 3


async def test_inbox_forgets_only_what_is_older_than_the_retention(toy_settings: ServiceSettings) -> None:
    clock = SetClock()
    replica = toy.compose(toy_settings, clock=clock)
    first = envelope_of(CaseOpened, case_id="case-1")
    await dispatcher(replica).handle([first])
    clock.advance(timedelta(days=30))
    await dispatcher(replica).handle([envelope_of(CaseAmended, case_id="case-1"), first])
    assert len(cast("list[object]", (await replica.raw("case-1"))["inbox"])) == 2
    clock.advance(timedelta(milliseconds=1))
    third = envelope_of(CaseAmended, case_id="case-1")
    await dispatcher(replica).handle([third])
    inbox = cast("list[dict[str, str]]", (await replica.raw("case-1"))["inbox"])
    assert len(inbox) == 2
    assert first.id not in {entry["id"] for entry in inbox}
    assert third.id in {entry["id"] for entry in inbox}
