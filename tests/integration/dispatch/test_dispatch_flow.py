"""Dispatch on a real broker and a real database: from the opened case to the resolved one, and up the chain."""

import asyncio
from collections import Counter

from contracts.events.dispatch import (
    CaseClassified,
    CaseResolved,
    TaskAssigned,
    TaskCommunicated,
    TaskEscalated,
    TaskHandedOver,
    TaskOverdue,
    TaskReminded,
    TaskReplied,
)
from contracts.events.intake import CaseClosed, CaseReopened, CaseWithdrawn
from contracts.events.repair import RepairClosed, RepairOpened
from contracts.events.survey import FollowUpCompleted

from tests.integration.dispatch.desk import CLERK, MANAGER, RND_DIRECTOR, Desk, colleague
from tests.support.builders import payload_of, unique
from tests.support.eventually import eventually
from tests.unit.dispatch.builders import DESIGN_TEXT, UNSURE_TEXT


async def test_an_opened_case_is_classified_and_assigned(desk: Desk) -> None:
    case_id = await desk.opens()
    (classified,) = await desk.service.hears(CaseClassified, case_id)
    (task,) = await desk.service.hears(TaskAssigned, case_id)
    assert (classified.category, classified.team) == ("product_quality", "quality")
    assert (task.step, task.team, task.limit_seconds) == ("02C", "quality", 8 * 3600)
    shown = await desk.sees(case_id)
    assert (shown["status"], shown["responsible"]) == ("assigned", task.responsible)


async def test_a_task_left_alone_is_reminded_overdue_and_escalated_each_once(desk: Desk) -> None:
    case_id = await desk.opens(kind="suggestion")
    escalated = await desk.service.hears(TaskEscalated, case_id, 3)
    assert [(told.level, told.escalated_to) for told in escalated] == [
        (1, "role:team_lead"),
        (2, "role:rnd_director"),
        (3, "role:marketing_vice_president"),
    ]
    (overdue,) = desk.service.events(TaskOverdue, case_id)
    (reminded,) = desk.service.events(TaskReminded, case_id)
    assert reminded.reminded_at < overdue.due_at <= overdue.overdue_at
    assert (await desk.sees(case_id))["overdue"] is True
    late = (await desk.get("/v1/assignments", CLERK, overdue="true", team="quality", limit=200)).json()["items"]
    assert case_id in {line["id"] for line in late}


async def test_the_whole_way_of_an_ordinary_case(desk: Desk) -> None:
    case_id = await desk.opens()
    first = str((await desk.sees(case_id))["responsible"])
    second = "staff:quality1" if first != "staff:quality1" else "staff:quality2"
    assert (await desk.does(case_id, "accept", colleague(first))).json()["status"] == "accepted"
    await desk.does(case_id, "hand-over", colleague(first), {"to": second, "note": "my leave begins"})
    reply = {"cause": "worn seal", "measure": "new seal"}
    assert (await desk.does(case_id, "reply", colleague(second), reply)).json()["status"] == "replied"
    await desk.does(case_id, "communicate", CLERK, {"text": "on Tuesday"})
    done = await desk.does(case_id, "resolve", colleague(second), {"resolution": "replaced"})
    assert done.json()["status"] == "resolved"
    (handed,) = await desk.service.hears(TaskHandedOver, case_id)
    (replied,) = await desk.service.hears(TaskReplied, case_id)
    (told,) = await desk.service.hears(TaskCommunicated, case_id)
    (resolved,) = await desk.service.hears(CaseResolved, case_id)
    assert (handed.previous, handed.responsible, replied.by, told.by) == (first, second, second, "staff:clerk1")
    assert (resolved.responsible, resolved.round) == (second, 1)

    await desk.tells(payload_of(FollowUpCompleted, case_id=case_id, round=1, by="staff:asker"), case_id)
    await desk.tells(payload_of(CaseClosed, case_id=case_id, round=1), case_id)
    await desk.gets_to(case_id, "closed")
    sheet = await desk.sees(case_id, part="/f54")
    boxes = {box["box"]: box["standing"]["signed_by"] for box in sheet["boxes"] if box["standing"]}  # type: ignore[attr-defined]
    assert boxes == {
        "description": "staff:clerk1",
        "classification": "ruleset:tests",
        "cause": second,
        "measure": second,
        "feedback": "staff:asker",
    }


async def test_the_way_through_the_manual_queue_and_the_project_manager(desk: Desk) -> None:
    case_id = await desk.opens(UNSURE_TEXT)
    waiting = await desk.get("/v1/assignments", CLERK, status="awaiting_classification", step="01", limit=200)
    assert case_id in {line["id"] for line in waiting.json()["items"]}
    made = await desk.does(case_id, "classify", CLERK, {"category": "product_design", "severity": "high"})
    assert (made.json()["step"], made.json()["responsible"]) == ("02B", "role:rnd_director")
    assert (await desk.does(case_id, "reply", RND_DIRECTOR, {"cause": "c", "measure": "m"})).status_code == 409
    named = await desk.does(case_id, "name-responsible", RND_DIRECTOR, {"responsible": "staff:rnd-pm1"})
    assert (named.json()["step"], named.json()["responsible"]) == ("reply", "staff:rnd-pm1")
    mine = await desk.get("/v1/assignments", MANAGER, responsible="mine")
    assert case_id in {line["id"] for line in mine.json()["items"]}
    await desk.service.hears(TaskAssigned, case_id, 3)
    assert [task.step for task in desk.service.events(TaskAssigned, case_id)] == ["01", "02B", "reply"]


async def test_a_confirmed_repair_resolves_and_a_second_round_goes_back(desk: Desk) -> None:
    case_id = await desk.opens(kind="fault", remedy="repair")
    responsible = str((await desk.sees(case_id))["responsible"])
    await desk.tells(payload_of(RepairOpened, case_id=case_id, round=1), case_id)

    async def repair_known() -> bool:
        return bool((await desk.sees(case_id))["repairs"])

    await eventually(repair_known, what="repair order in the assignment")
    await desk.does(case_id, "reply", colleague(responsible), {"cause": "worn", "measure": "repair"})
    await desk.does(case_id, "communicate", CLERK, {"text": "a technician comes"})
    refused = await desk.does(case_id, "resolve", CLERK, {"resolution": "done"})
    assert (refused.status_code, refused.json()["code"]) == (409, "repair_pending")
    await desk.tells(payload_of(RepairClosed, case_id=case_id, round=1, outcome="confirmed"), case_id)
    await desk.gets_to(case_id, "resolved")
    await desk.tells(payload_of(CaseReopened, case_id=case_id, round=2), case_id)
    back = await desk.gets_to(case_id, "assigned")
    assert (back["round"], back["step"], back["responsible"]) == (2, "02C", responsible)


async def test_a_withdrawal_that_overtakes_the_opening_still_counts(desk: Desk) -> None:
    case_id = unique("early")
    await desk.tells(payload_of(CaseWithdrawn, case_id=case_id, round=1), case_id)
    await desk.opens(case_id=case_id)
    shown = await desk.gets_to(case_id, "withdrawn")
    assert shown["running"] is None


async def test_many_deliveries_of_one_opening_make_one_assignment(desk: Desk) -> None:
    case_id = await desk.opens()
    repeated = payload_of(CaseWithdrawn, case_id=case_id, round=1)
    await asyncio.gather(*(desk.tells(repeated, case_id, event_id=f"w-{case_id}") for _ in range(5)))
    shown = await desk.gets_to(case_id, "withdrawn")
    assert shown["version"] == 2


async def test_work_is_shared_out_evenly(desk: Desk) -> None:
    cases = await asyncio.gather(*(desk.opens("the clerk was rude") for _ in range(20)))
    await eventually(lambda: all(desk.service.events(TaskAssigned, case) for case in cases), within=20, what="tasks")
    shares = Counter(desk.service.events(TaskAssigned, case)[0].responsible for case in cases)
    assert set(shares) == {"staff:sales1", "staff:sales2"}
    assert min(shares.values()) >= 8, "whoever has fewer open tasks comes first"


async def test_a_design_complaint_goes_to_the_director(desk: Desk) -> None:
    case_id = await desk.opens(DESIGN_TEXT)
    assert (await desk.sees(case_id))["responsible"] == "role:rnd_director"
