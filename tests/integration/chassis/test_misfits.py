"""What cannot be handled goes away singly, with its reason; its neighbours are untouched."""

from functools import partial

from chassis.clock import system_clock
from chassis.settings import ServiceSettings
from contracts.codec import dump, join
from contracts.envelope import BATCH_CONTENT_TYPE
from contracts.events.intake import CaseAmended, CaseClosed, CaseOpened

from tests.integration.chassis import toy
from tests.support.broker import Bench, Dead
from tests.support.builders import envelope_of
from tests.support.eventually import eventually


async def dead_letters(wire: Bench, count: int) -> list[Dead]:
    """Take dead letters until `count` have come."""
    taken: list[Dead] = []

    async def enough() -> bool:
        taken.extend(await wire.dead("toy"))
        return len(taken) >= count

    await eventually(enough)
    return taken


async def test_misfits_of_a_batch_die_singly_and_neighbours_are_stored(
    toy_settings: ServiceSettings, wire: Bench
) -> None:
    replica = toy.compose(toy_settings)
    misfits = {
        word: envelope_of(CaseOpened, id=f"event-{word}", case_id=f"case-{word}", description=word)
        for word in ("poison", "huge", "unencodable", "strange")
    }
    good = [envelope_of(CaseOpened, id=f"good-{n}", case_id=f"good-{n}") for n in range(5)]
    batch = [good[0], misfits["poison"], good[1], misfits["huge"], misfits["unencodable"], good[2]]
    async with replica.running():
        await wire.send_raw("toy", join(map(dump, batch)), content_type=BATCH_CONTENT_TYPE)
        await wire.send("toy", good[3], misfits["strange"], good[4])
        letters = await dead_letters(wire, 4)
        for event in good:
            await eventually(partial(replica.visit, event.id))
        stored = await replica.visits.collection.distinct("_id")
        left = await wire.depth("toy.events")
    assert sorted(stored) == [event.id for event in good]
    assert left == 0
    reasons = {str(letter.headers["x-reason"]) for letter in letters}
    assert {str(letter.headers["x-failure"]) for letter in letters} == {"handler"}
    assert reasons == {"ValueError", "OperationFailure: 10334", "InvalidDocument", "PydanticSerializationError"}
    assert not any("personal" in reason for reason in reasons)
    bodies = {letter.body for letter in letters}
    assert bodies == {dump(event) for event in misfits.values()}


async def test_only_the_event_that_makes_a_document_unwritable_dies(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    events = [
        envelope_of(CaseOpened, id="first", case_id="case-1"),
        envelope_of(CaseOpened, id="huge", case_id="case-1", description="huge"),
        envelope_of(CaseAmended, id="third", case_id="case-1"),
        envelope_of(CaseClosed, id="last", case_id="case-1"),
    ]
    async with replica.running():
        await wire.send_raw("toy", join(map(dump, events)), content_type=BATCH_CONTENT_TYPE)
        [letter] = await dead_letters(wire, 1)
        await eventually(partial(replica.visit, "case-1"))
        visit = await replica.visit("case-1")
    assert visit is not None
    assert letter.body == dump(events[1])
    assert visit.seen == ("first", "third", "last")


async def test_undecodable_messages_die_with_their_reason(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    valid = envelope_of(CaseOpened, case_id="case-1")
    text = dump(valid).decode()
    unknown_type = text.replace("case.opened.v1", "case.flooded.v1")
    unknown_version = text.replace("case.opened.v1", "case.opened.v9")
    nameless = text.replace(f'"id":"{valid.id}"', '"id":""')
    invalid = text.replace('"hotline"', '"pigeon"')
    async with replica.running():
        await wire.send_raw("toy", b"\xff\xfe not utf-8")
        await wire.send_raw("toy", b"[" * 200_000)
        await wire.send_raw("toy", b"")
        for body in (unknown_type, unknown_version, nameless, invalid):
            await wire.send_raw("toy", body.encode())
        await wire.send_raw("toy", text.encode(), content_type="text/plain")
        await wire.send_raw("toy", text.encode(), content_type=None)
        await wire.send_raw(
            "toy", text.replace(valid.id, "extra").replace('"specversion"', '"more":1,"specversion"').encode()
        )
        letters = await dead_letters(wire, 9)
        await eventually(lambda: replica.visit("case-1"))
    failures = sorted(str(letter.headers["x-failure"]) for letter in letters)
    assert failures == sorted(["malformed"] * 3 + ["unknown_type"] * 2 + ["invalid"] * 2 + ["content_type"] * 2)
    assert not any("pigeon" in str(letter.headers["x-reason"]) for letter in letters)


async def test_an_event_is_known_by_its_own_id_not_by_the_message(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    opened = envelope_of(CaseOpened, case_id="case-1")
    last = envelope_of(CaseAmended, case_id="case-1")
    async with replica.running():
        await wire.send_raw("toy", dump(opened), message_id=None)
        await wire.send_raw("toy", dump(opened), message_id="another")
        await wire.send_raw("toy", dump(last), message_id=opened.id)

        async def both() -> bool:
            visit = await replica.visit("case-1")
            return visit is not None and last.id in visit.seen

        await eventually(both)
        visit = await replica.visit("case-1")
    assert visit is not None
    assert visit.seen == (opened.id, last.id)


async def test_a_missing_predecessor_waits_on_the_ladder(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    closed = envelope_of(CaseClosed, id="closed", case_id="case-1")
    async with replica.running():
        await wire.send("toy", closed)
        await eventually(lambda: _consumed(replica, "waiting"))
        await wire.send("toy", envelope_of(CaseOpened, id="opened", case_id="case-1"))

        async def both() -> bool:
            visit = await replica.visit("case-1")
            return visit is not None and visit.seen == ("opened", "closed")

        await eventually(both)
        letters = await wire.dead("toy")
    assert letters == []


async def test_an_exhausted_ladder_ends_in_the_dead_letters(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    closed = envelope_of(CaseClosed, case_id="case-1")
    async with replica.running():
        await wire.send("toy", closed)
        [letter] = await dead_letters(wire, 1)
        waited = _consumed(replica, "waiting")
    assert letter.body == dump(closed)
    assert letter.headers["x-failure"] == "ladder_exhausted"
    assert letter.headers["x-reason"] == "the visit is not known yet"
    assert letter.headers["x-attempt"] == len(toy.LADDER)
    assert waited == len(toy.LADDER) + 1


async def test_a_strange_attempt_header_is_harmless(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    async with replica.running():
        await wire.send("toy", envelope_of(CaseClosed, case_id="a"), headers={"x-attempt": -7})
        await wire.send("toy", envelope_of(CaseClosed, case_id="b"), headers={"x-attempt": "many"})
        await wire.send("toy", envelope_of(CaseClosed, case_id="c"), headers={"x-attempt": 10**9})
        letters = await dead_letters(wire, 3)
    assert {str(letter.headers["x-failure"]) for letter in letters} == {"ladder_exhausted"}


async def test_an_unreadable_document_kills_its_events_only(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    async with replica.running():
        await replica.visits.collection.insert_one({"_id": "broken", "v": 1, "seq": 0, "state": {"status": 7}})
        await replica.visits.collection.insert_one(
            {"_id": "late", "v": 1, "seq": 0, "state": {"status": 7}, "next_due": system_clock()}
        )
        await wire.send(
            "toy",
            envelope_of(CaseOpened, case_id="broken"),
            envelope_of(CaseOpened, case_id="sound", description="due 0.1"),
        )
        [letter] = await dead_letters(wire, 1)

        async def reminded() -> bool:
            visit = await replica.visit("sound")
            return visit is not None and visit.reminders == 1

        await eventually(reminded)
    assert letter.headers["x-reason"] == "ValidationError"


def _consumed(replica: toy.Toy, outcome: str) -> float:
    registry = replica.runtime.metrics.registry
    labels = {"type": "aftersales.case.closed.v1", "outcome": outcome}
    return registry.get_sample_value("aftersales_events_consumed_total", labels) or 0.0
