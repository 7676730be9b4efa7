"""Clocks over HTTP and events: paused, resumed by a person and by the awaited event, and shown."""

from datetime import UTC, datetime

import pytest
from contracts.events.dispatch import TaskPaused, TaskResumed
from contracts.events.intake import CaseAmended
from contracts.events.repair import RepairPlanned

from tests.integration.dispatch.desk import CLERK, SUPPORT, Desk, colleague
from tests.support.builders import payload_of
from tests.support.eventually import eventually
from tests.unit.dispatch.builders import LEAK_TEXT


async def clock(desk: Desk, case_id: str) -> dict[str, object]:
    """The latest clock of a case."""
    items = (await desk.sees(case_id, part="/clocks"))["items"]
    assert isinstance(items, list)
    latest: dict[str, object] = items[-1]
    return latest


async def test_a_person_pauses_and_resumes(desk: Desk) -> None:
    case_id = await desk.opens()
    responsible = colleague(str((await desk.sees(case_id))["responsible"]))
    body = {"reason": "waiting_for_shipment", "note": "on its way"}
    before = await clock(desk, case_id)
    assert (await desk.does(case_id, "pause", responsible, body)).status_code == 200
    held = await clock(desk, case_id)
    assert (held["standing"], held["due_at"], held["limit_seconds"]) == ("paused", None, 8 * 3600.0)
    assert held["awaits"] == ["repair.planned", "repair.closed", "return.received", "return.dropped"]
    again = await desk.does(case_id, "pause", responsible, body)
    assert (again.status_code, again.json()["code"]) == (409, "already_paused")
    assert (await desk.does(case_id, "resume", responsible)).status_code == 200
    after = await clock(desk, case_id)
    pauses = after["pauses"]
    assert isinstance(pauses, list)
    [pause] = pauses
    stood_still = datetime.fromisoformat(pause["end"]) - datetime.fromisoformat(pause["start"])
    moved = datetime.fromisoformat(str(after["due_at"])) - datetime.fromisoformat(str(before["due_at"]))
    assert moved == stood_still
    assert after["paused_seconds"] == stood_still.total_seconds()
    assert after["standing"] == "running"
    twice = await desk.does(case_id, "resume", responsible)
    assert (twice.status_code, twice.json()["code"]) == (409, "not_paused")
    (paused,) = await desk.service.hears(TaskPaused, case_id)
    (resumed,) = await desk.service.hears(TaskResumed, case_id)
    assert (paused.reason, paused.note, resumed.because) == ("waiting_for_shipment", "on its way", "command")


async def test_the_awaited_events_let_clocks_run_on(desk: Desk) -> None:
    case_id = await desk.opens()
    responsible = colleague(str((await desk.sees(case_id))["responsible"]))
    await desk.does(case_id, "pause", responsible, {"reason": "waiting_for_customer"})
    now = datetime.now(UTC)
    await desk.tells(payload_of(CaseAmended, case_id=case_id, description=LEAK_TEXT, amended_at=now), case_id)
    [first] = await desk.service.hears(TaskResumed, case_id)
    await desk.does(case_id, "pause", responsible, {"reason": "waiting_for_parts"})
    planned = payload_of(RepairPlanned, case_id=case_id, round=1, planned_at=datetime.now(UTC))
    await desk.tells(planned, case_id)
    [_, second] = await desk.service.hears(TaskResumed, case_id, 2)
    assert [(told.reason, told.because) for told in (first, second)] == [
        ("waiting_for_customer", "case.amended"),
        ("waiting_for_parts", "repair.planned"),
    ]
    assert (await clock(desk, case_id))["standing"] == "running"


async def test_hands_are_shown_with_their_working_time(desk: Desk) -> None:
    case_id = await desk.opens()
    first = str((await desk.sees(case_id))["responsible"])
    second = "staff:quality1" if first != "staff:quality1" else "staff:quality2"
    await desk.does(case_id, "hand-over", colleague(first), {"to": second, "note": "my leave begins"})
    shown = await clock(desk, case_id)
    hands = shown["held"]
    assert isinstance(hands, list)
    assert [(held["responsible"], held["note"]) for held in hands][1] == (second, "my leave begins")
    assert hands[0]["until"] == hands[1]["since"]
    assert hands[1]["until"] is None
    assert hands[0]["worked_seconds"] + hands[1]["worked_seconds"] == pytest.approx(shown["used_seconds"])


async def test_a_paused_late_case_is_not_escalated_before_it_is_resumed(desk: Desk) -> None:
    case_id = await desk.opens(kind="suggestion", occurred_at=datetime.now(UTC))

    async def standing() -> object:
        return (await clock(desk, case_id))["standing"]

    responsible = colleague(str((await desk.sees(case_id))["responsible"]))
    paused = await desk.does(case_id, "pause", responsible, {"reason": "waiting_for_parts"})
    assert paused.status_code == 200
    await desk.service.hears(TaskPaused, case_id)
    told_before = len(desk.service.heard)
    other = await desk.opens(kind="suggestion")

    async def other_is_late() -> bool:
        return bool((await desk.sees(other))["overdue"])

    await eventually(other_is_late, within=20, what="a neighbour that is overdue")
    assert await standing() in ("paused", "missed")
    mine = [event for event in desk.service.heard[told_before:] if event.correlationid == case_id]
    assert [event.data.TYPE for event in mine if not isinstance(event.data, TaskPaused)] == []
    await desk.does(case_id, "resume", responsible)
    await eventually(lambda: bool(desk.service.events(TaskResumed, case_id)), within=20, what="resumed")


async def test_what_cannot_be_paused_is_refused(desk: Desk) -> None:
    case_id = await desk.opens()
    responsible = colleague(str((await desk.sees(case_id))["responsible"]))
    for person, body, status, code in (
        (responsible, {"reason": "holiday"}, 422, "pause_reason_unknown"),
        (responsible, {}, 422, "invalid_request"),
        (responsible, {"reason": "waiting_for_parts", "note": ""}, 422, "invalid_request"),
        (SUPPORT, {"reason": "waiting_for_parts"}, 403, "not_responsible"),
    ):
        answer = await desk.does(case_id, "pause", person, body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await desk.sees(case_id))["version"] == 1
    assert (await desk.get("/v1/assignments/no-such-case/clocks", CLERK)).status_code == 404
