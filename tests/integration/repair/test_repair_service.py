"""The repair service on a real broker and a real database: events in, documents, HTTP, events out."""

import asyncio
import uuid

from contracts.events.dispatch import TaskAssigned, TaskReplied
from contracts.events.intake import CaseWithdrawn
from contracts.events.repair import (
    RepairClosed,
    RepairCompleted,
    RepairConfirmed,
    RepairOpened,
    RepairPlanned,
    RepairRejected,
)
from httpx import Response

from tests.support.builders import payload_of
from tests.support.running import RunningService

PLAN = {"technician": "staff:tang", "steps": ["replace the seal"], "estimated_minutes": 45}
WORK = {"what": "seal", "minutes": 40, "parts": [{"part": "SEAL-12", "old_part_returned": True}]}
PASSED = {"checks": [{"name": "tightness", "passed": True, "measurement": {"value": 0.6, "unit": "MPa"}}]}
FAILED = {"checks": [{"name": "tightness", "passed": False}]}


async def opened(service: RunningService) -> tuple[str, str]:
    """A case with its order; case id and path."""
    case_id = uuid.uuid4().hex
    await service.publish(payload_of(TaskAssigned, case_id=case_id), case_id=case_id)
    path = f"/v1/repairs/{case_id}:1"
    await service.exists(path, "technician")
    return case_id, path


async def act(service: RunningService, path: str, command: str, body: object, role: str = "technician") -> Response:
    """A command on the present version."""
    etag = (await service.get(path, role)).headers["ETag"]
    return await service.post(f"{path}/{command}", body, role, headers={"If-Match": etag})


async def test_an_event_becomes_one_order_however_often_it_comes(service: RunningService) -> None:
    case_id = uuid.uuid4().hex
    event_id = uuid.uuid4().hex
    assigned = payload_of(TaskAssigned, case_id=case_id)
    replied = payload_of(TaskReplied, case_id=case_id)
    await asyncio.gather(
        *(service.publish(assigned, case_id=case_id, event_id=event_id) for _ in range(3)),
        service.publish(replied, case_id=case_id),
    )
    await service.hears(RepairOpened, case_id)
    await opened(service)  # later in the same queue: everything before it has been handled
    order = (await service.get(f"/v1/repairs/{case_id}:1", "technician")).json()
    assert order["status"] == "opened"
    assert order["version"] <= 2
    assert (order["request"]["customer_name"], order["request"]["cause"]) == ("Hangzhou Pump Works", "joint seal aged")
    assert len(service.events(RepairOpened, case_id)) == 1


async def test_from_plan_to_rejection_to_confirmation(service: RunningService) -> None:
    case_id, path = await opened(service)
    assert (await act(service, path, "plan", PLAN)).json()["status"] == "planned"
    assert (await act(service, path, "log", WORK)).json()["status"] == "in_progress"
    assert (await act(service, path, "test", FAILED)).json()["status"] == "tested"
    refused = await act(service, path, "complete", {"summary": "done"})
    assert (refused.status_code, refused.json()["code"]) == (409, "tests_not_passed")
    assert (await act(service, path, "log", WORK)).status_code == 200
    assert (await act(service, path, "test", PASSED)).status_code == 200
    assert (await act(service, path, "complete", {"summary": "seal replaced"})).json()["status"] == "completed"
    rejected = await act(service, path, "reject", {"reason": "still drips"}, "sales_clerk")
    assert (rejected.json()["status"], rejected.json()["attempt"]) == ("rejected", 2)
    for command, body in (("plan", PLAN), ("log", WORK), ("test", PASSED), ("complete", {"summary": "valve"})):
        assert (await act(service, path, command, body)).status_code == 200, command
    closed = await act(service, path, "confirm", {"method": "trial_use"}, "sales_clerk")
    assert (closed.json()["status"], closed.json()["outcome"]) == ("closed", "confirmed")
    assert closed.json()["confirmation"]["by"] == "staff:sales_clerk"

    (ended,) = await service.hears(RepairClosed, case_id)
    assert (ended.outcome, ended.attempts, ended.summary, ended.technician) == ("confirmed", 2, "valve", "staff:tang")
    assert [plan.revision for plan in service.events(RepairPlanned, case_id)] == [1, 2]
    assert [done.active_minutes for done in service.events(RepairCompleted, case_id)] == [80, 40]
    assert [turned.reason for turned in service.events(RepairRejected, case_id)] == ["still drips"]
    assert [yes.confirmed_by for yes in service.events(RepairConfirmed, case_id)] == ["customer:C-1001"]
    sequences = [heard.sequence for heard in service.heard if heard.subject == f"{case_id}:1"]
    assert sequences == sorted(set(sequences))
    assert len(sequences) == 8


async def test_a_withdrawn_case_ends_its_order_only(service: RunningService) -> None:
    case_id, path = await opened(service)
    _, untouched = await opened(service)
    await service.publish(payload_of(CaseWithdrawn, case_id=case_id), case_id=case_id)
    (closed,) = await service.hears(RepairClosed, case_id)
    assert (closed.outcome, closed.attempts) == ("cancelled", 0)
    assert (await service.get(path, "technician")).json()["status"] == "cancelled"
    assert (await service.get(untouched, "technician")).json()["status"] == "opened"
    refused = await act(service, path, "plan", PLAN)
    assert (refused.status_code, refused.json()["code"]) == (409, "repair_move_forbidden")


async def test_a_withdrawal_that_overtakes_the_task_keeps_the_order_shut(service: RunningService) -> None:
    case_id = uuid.uuid4().hex
    path = f"/v1/repairs/{case_id}:1"
    await service.publish(payload_of(CaseWithdrawn, case_id=case_id), case_id=case_id)
    await service.exists(path, "technician")
    await service.publish(payload_of(TaskAssigned, case_id=case_id), case_id=case_id)
    await opened(service)  # later in the same queue: everything before it has been handled
    order = (await service.get(path, "technician")).json()
    assert (order["status"], order["opened_at"], order["version"]) == ("cancelled", None, 1)
    assert order["request"] == {"case_id": case_id, "number": "2603-000017-4", "round": 1}
    assert service.events(RepairOpened, case_id) == []
    assert service.events(RepairClosed, case_id) == []
    refused = await act(service, path, "plan", PLAN)
    assert (refused.status_code, refused.json()["code"]) == (409, "repair_move_forbidden")
    listed = (await service.get("/v1/repairs", "technician", case_id=case_id)).json()
    assert listed["items"] == []
    asked = (await service.get("/v1/repairs", "technician", case_id=case_id, status="cancelled")).json()
    assert [item["id"] for item in asked["items"]] == [f"{case_id}:1"]


async def test_a_repair_nobody_needs_is_called_off(service: RunningService) -> None:
    case_id, path = await opened(service)
    cancelled = await act(service, path, "cancel", {"reason": "only the manual was missing"}, "team_lead")
    assert (cancelled.json()["status"], cancelled.json()["cancelled_by"]) == ("cancelled", "staff:team_lead")
    (closed,) = await service.hears(RepairClosed, case_id)
    assert (closed.outcome, closed.summary) == ("cancelled", "only the manual was missing")
    again = await act(service, path, "cancel", {"reason": "twice"}, "team_lead")
    assert (again.status_code, again.json()["code"]) == (409, "repair_move_forbidden")
    replied, other = await opened(service)
    told = payload_of(TaskReplied, case_id=replied, repair_required=False, measure="a new manual")
    await service.publish(told, case_id=replied)
    await service.shows(other, "technician", "cancelled")


async def test_lists_by_case_technician_and_status_page_by_page(service: RunningService) -> None:
    case_id = uuid.uuid4().hex
    technician = f"staff:{case_id[:10]}"
    for round_ in (1, 2, 3):
        await service.publish(payload_of(TaskAssigned, case_id=case_id, round=round_), case_id=case_id)
        await service.exists(f"/v1/repairs/{case_id}:{round_}", "technician")
        await act(service, f"/v1/repairs/{case_id}:{round_}", "plan", PLAN | {"technician": technician})
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await service.get("/v1/repairs", "technician", case_id=case_id, limit=2, **cursor)).json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == [f"{case_id}:{round_}" for round_ in (1, 2, 3)]
    found = (await service.get("/v1/repairs", "technician", technician=technician, status="planned")).json()
    assert len(found["items"]) == 3
    none = (await service.get("/v1/repairs", "technician", technician=technician, status="closed")).json()
    assert none == {"items": [], "next": None}


async def test_of_two_commands_on_one_version_one_wins(service: RunningService) -> None:
    _, path = await opened(service)
    answers = await asyncio.gather(
        *(service.post(f"{path}/plan", PLAN | {"reason": f"plan {n}"}, "technician", version=1) for n in range(5))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]
    assert len((await service.get(path, "technician")).json()["plans"]) == 1
