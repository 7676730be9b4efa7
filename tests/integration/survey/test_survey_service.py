"""The survey service on a real broker and a real database: events in, timers, HTTP, events out."""

import uuid

from contracts.events.dispatch import CaseResolved, TaskOverdue
from contracts.events.intake import CaseReopened, CaseWithdrawn
from contracts.events.survey import (
    AppraisalRecorded,
    FollowUpCompleted,
    FollowUpOverdue,
    FollowUpScheduled,
    ImprovementAnswered,
    ImprovementOpened,
    ImprovementOverdue,
    ImprovementVerified,
)

from tests.integration.survey.cases import act, resolved
from tests.support.builders import payload_of
from tests.support.eventually import eventually
from tests.support.running import RunningService

BEST = {"method": "phone", "answers": {"solution": "very_satisfied"}, "words": "很快"}
UNHAPPY = {"method": "phone", "answers": {"solution": "dissatisfied"}, "words": "still leaks"}


async def test_a_resolved_case_is_followed_up_once_and_a_delighted_customer_earns_a_merit(
    service: RunningService,
) -> None:
    case_id, path = await resolved(service)
    await service.publish(payload_of(CaseResolved, case_id=case_id), case_id=case_id)
    answer = await act(service, path, "record", BEST | {"cost": {"amount_minor": 1250}}, "marketing_staff")
    assert (answer.json()["status"], answer.json()["satisfied"]) == ("completed", True)
    assert answer.json()["answers"]["cost"] == {"amount_minor": 1250, "currency": "CNY", "material": ""}
    (scheduled,) = await service.hears(FollowUpScheduled, case_id)
    assert (scheduled.due_at - scheduled.scheduled_at).total_seconds() <= 2
    (completed,) = await service.hears(FollowUpCompleted, case_id)
    assert (completed.satisfied, completed.responsible, completed.by) == (True, "staff:wang", "staff:marketing_staff")
    (entry,) = await service.hears(AppraisalRecorded, case_id)
    assert (entry.verdict, entry.subject_address) == ("merit", "staff:wang")
    assert (await service.get(f"/v1/improvements/{case_id}:1", "admin")).status_code == 404
    read = await service.get(f"/v1/appraisals/{case_id}:1:follow_up", "sales_director")
    assert "很快" in read.json()["evidence"]


async def test_an_unhappy_customer_opens_an_improvement_that_lasts_until_it_helps(service: RunningService) -> None:
    case_id, path = await resolved(service)
    assert (await act(service, path, "record", UNHAPPY, "marketing_staff")).json()["satisfied"] is False
    (opened,) = await service.hears(ImprovementOpened, case_id)
    assert (opened.responsible, opened.team, opened.problem) == ("staff:wang", "quality", "still leaks")
    (entry,) = await service.hears(AppraisalRecorded, case_id)
    assert entry.verdict == "demerit"
    task = f"/v1/improvements/{case_id}:1"
    measure = {"measure": "new seal supplier", "indicator_before": "3 a month"}
    assert (await act(service, task, "answer", measure, "sales_director")).json()["status"] == "answered"
    sent_back = {"effective": False, "remark": "still 3 a month"}
    again = (await act(service, task, "verify", sent_back, "marketing_director")).json()
    assert (again["status"], again["clock"]) == ("open", 2)
    assert (await act(service, task, "answer", measure, "sales_director")).status_code == 200
    done = await act(service, task, "verify", {"effective": True, "indicator_after": "0"}, "marketing_director")
    assert done.json()["status"] == "verified"
    assert [item["verification"]["effective"] for item in done.json()["answers"]] == [False, True]
    judged = await service.hears(ImprovementVerified, case_id, 2)
    assert [event.effective for event in judged] == [False, True]
    assert len(service.events(ImprovementAnswered, case_id)) == 2


async def test_a_late_measure_goes_up_the_chain_each_level_once(service: RunningService) -> None:
    case_id, path = await resolved(service)
    await act(service, path, "record", UNHAPPY, "marketing_staff")
    heard = await service.hears(ImprovementOverdue, case_id, 3)
    assert [event.addressee for event in heard] == [
        "role:team_lead",
        "role:sales_director",
        "role:marketing_vice_president",
    ]
    started = service.events(FollowUpCompleted, case_id)[0].completed_at
    waits = [(event.overdue_at - started).total_seconds() for event in heard]
    assert all(wait >= limit for wait, limit in zip(waits, (2, 3, 4), strict=True)), waits
    task = (await service.get(f"/v1/improvements/{case_id}:1", "admin")).json()
    assert (task["notified"], task["status"]) == ([1, 2, 3], "open")


async def test_a_customer_nobody_asks_is_overdue_once(service: RunningService) -> None:
    case_id, path = await resolved(service)
    answered, other = await resolved(service)
    await act(service, other, "record", BEST, "marketing_staff")
    (overdue,) = await service.hears(FollowUpOverdue, case_id)
    assert overdue.addressee == "role:marketing_director"
    assert overdue.overdue_at >= overdue.due_at
    assert (await service.get(path, "marketing_staff")).json()["status"] == "scheduled"
    later, _ = await resolved(service)
    await service.hears(FollowUpOverdue, later)
    assert len(service.events(FollowUpOverdue, case_id)) == 1
    assert service.events(FollowUpOverdue, answered) == []


async def test_an_unreachable_customer_is_given_up_after_the_last_try(service: RunningService) -> None:
    case_id, path = await resolved(service)
    refusals: list[str] = []

    async def given_up() -> bool:
        answer = await act(service, path, "attempts", {"method": "phone", "remark": "no answer"}, "marketing_staff")
        if answer.status_code == 409:
            refusals.append(answer.json()["code"])
            return False
        return bool(answer.json()["status"] == "completed")

    await eventually(given_up)
    assert set(refusals) == {"attempt_too_early"}
    state = (await service.get(path, "marketing_staff")).json()
    assert (state["satisfied"], len(state["attempts"])) == (None, 3)
    (completed,) = await service.hears(FollowUpCompleted, case_id)
    assert (completed.satisfied, completed.attempts, completed.answers) == (None, 3, {})
    assert service.events(AppraisalRecorded, case_id) == []


async def test_a_case_that_goes_another_way_is_not_asked_about(service: RunningService) -> None:
    withdrawn, first = await resolved(service)
    reopened, second = await resolved(service, round_=2)
    await service.publish(payload_of(CaseWithdrawn, case_id=withdrawn), case_id=withdrawn)
    await service.publish(payload_of(CaseReopened, case_id=reopened, round=3), case_id=reopened)
    for path in (first, second):
        await service.shows(path, "marketing_staff", "cancelled")
    refused = await act(service, first, "record", BEST, "marketing_staff")
    assert (refused.status_code, refused.json()["code"]) == (409, "follow_up_move_forbidden")


async def test_an_end_that_overtakes_the_resolution_keeps_the_customer_unasked(service: RunningService) -> None:
    case_id = uuid.uuid4().hex
    path = f"/v1/follow-ups/{case_id}:1"
    await service.publish(payload_of(CaseWithdrawn, case_id=case_id), case_id=case_id)
    await service.publish(payload_of(CaseReopened, case_id=case_id, round=3), case_id=case_id)
    await service.exists(path, "marketing_staff")
    for round_ in (1, 2, 3):
        await resolved(service, round_, case_id)
    shown = (await service.get(path, "marketing_staff")).json()
    assert (shown["status"], shown["scheduled_at"], shown["due_at"]) == ("cancelled", None, None)
    assert shown["subject"] == {"case_id": case_id, "number": "2603-000017-4", "round": 1}
    (scheduled,) = await service.hears(FollowUpScheduled, case_id)
    assert scheduled.round == 3
    refused = await act(service, path, "record", BEST, "marketing_staff")
    assert (refused.status_code, refused.json()["code"]) == (409, "follow_up_move_forbidden")
    listed = (await service.get("/v1/follow-ups", "admin", case_id=case_id)).json()
    assert [item["id"] for item in listed["items"]] == [f"{case_id}:3"]
    asked = await service.get("/v1/follow-ups", "admin", case_id=case_id, status="cancelled", limit=1)
    rest = await service.get(
        "/v1/follow-ups", "admin", case_id=case_id, status="cancelled", cursor=asked.json()["next"]
    )
    seen = [item["id"] for item in asked.json()["items"] + rest.json()["items"]]
    assert seen == [f"{case_id}:1", f"{case_id}:2"]


async def test_a_missed_limit_is_one_entry_however_often_it_is_told(service: RunningService) -> None:
    case_id = uuid.uuid4().hex
    person = f"staff:{case_id[:12]}"
    for _ in range(3):
        await service.publish(payload_of(TaskOverdue, case_id=case_id, responsible=person), case_id=case_id)
    await service.publish(payload_of(TaskOverdue, case_id=case_id, step="03", responsible=person), case_id=case_id)
    entries = await service.hears(AppraisalRecorded, case_id, 2)
    assert {entry.appraisal_id for entry in entries} == {f"{case_id}:1:02C:overdue", f"{case_id}:1:03:overdue"}
    listed = (await service.get("/v1/appraisals", "marketing_director", subject=person, verdict="demerit")).json()
    assert len(listed["items"]) == 2
    assert {item["ground"] for item in listed["items"]} == {"step_overdue"}
    assert (await service.get("/v1/appraisals", "admin", subject=person, verdict="merit")).json()["items"] == []
    assert len(service.events(AppraisalRecorded, case_id)) == 2


async def test_lists_are_filtered_and_paged(service: RunningService) -> None:
    case_id = uuid.uuid4().hex
    for round_ in (1, 2, 3):
        _, path = await resolved(service, round_, case_id)
        await act(service, path, "record", UNHAPPY, "marketing_staff")
    await service.hears(ImprovementOpened, case_id, 3)
    for collection in ("follow-ups", "improvements", "appraisals"):
        first = (await service.get(f"/v1/{collection}", "admin", case_id=case_id, limit=2)).json()
        rest = (await service.get(f"/v1/{collection}", "admin", case_id=case_id, cursor=first["next"])).json()
        seen = [item["id"] for item in first["items"] + rest["items"]]
        assert len(seen) == len(set(seen)) == 3
        assert rest["next"] is None
    done = (await service.get("/v1/follow-ups", "admin", case_id=case_id, status="completed")).json()
    assert len(done["items"]) == 3
    mine = {"responsible": "staff:wang", "status": "open", "case_id": case_id}
    assert len((await service.get("/v1/improvements", "admin", **mine)).json()["items"]) == 3
