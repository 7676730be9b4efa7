"""A fault that is repaired: the customer rejects the first result, the second one ends the case's work."""

from tests.e2e.suite import BROKEN, CLERK, TECHNICIAN, Suite, problem, staff

_PLAN: dict[str, object] = {"steps": ["关水", "更换密封圈"], "tools": ["T10"], "estimated_minutes": 40}
_WORK: dict[str, object] = {
    "what": "更换密封圈",
    "minutes": 25,
    "parts": [{"part": "SEAL-12", "quantity": 1, "old_part_returned": True}],
}
_TEST: dict[str, object] = {
    "checks": [{"name": "密封性", "passed": True, "measurement": {"value": 0.6, "unit": "MPa"}}]
}


async def _attempt(suite: Suite, repair_id: str, plan: dict[str, object]) -> None:
    await suite.repair(repair_id, "plan", TECHNICIAN, plan)
    await suite.repair(repair_id, "log", TECHNICIAN, _WORK)
    await suite.repair(repair_id, "test", TECHNICIAN, _TEST)
    await suite.repair(repair_id, "complete", TECHNICIAN, {"summary": "已更换密封圈"})


async def test_a_rejected_repair_is_done_again_and_the_confirmed_one_resolves_the_case(suite: Suite) -> None:
    case = await suite.open_case(BROKEN, kind="fault", remedy="repair", contact={"email": "repair@example.com"})
    assignment = await suite.assignment_is(case.id)
    assert (assignment.team, assignment.repair_required) == ("quality", True)
    responsible = staff(assignment.responsible or "", "quality_engineer", team="quality")
    repair_id = f"{case.id}:1"
    await suite.repair_is(repair_id)
    await suite.work_off(case.id, responsible)
    early = await suite.try_task(case.id, "resolve", responsible, {"resolution": "x"})
    assert problem(early) == (409, "repair_pending")

    await _attempt(suite, repair_id, _PLAN)
    rejected = await suite.repair(repair_id, "reject", CLERK, {"reason": "还在漏水"})
    assert (rejected.status, rejected.attempt) == ("rejected", 2)
    await _attempt(suite, repair_id, {**_PLAN, "reason": "换上新批次的密封圈"})
    await suite.repair(repair_id, "confirm", CLERK, {"method": "trial_use"})

    resolved = await suite.case_is(case.id, lambda seen: seen.status == "resolved")
    assert (resolved.team, resolved.responsible) == ("quality", assignment.responsible)
    await suite.ask_customer(case.id, 1, "satisfied")
    await suite.case_is(case.id, lambda seen: seen.status == "closed")
    happened = [entry.what for entry in await suite.timeline(case.id)]
    repairs = [what for what in happened if what.startswith("repair.")]
    assert sorted(repairs) == sorted(
        [
            "repair.opened",
            "repair.planned",
            "repair.completed",
            "repair.rejected",
            "repair.planned",
            "repair.completed",
            "repair.confirmed",
            "repair.closed",
        ]
    )
    assert happened.index("repair.rejected") < happened.index("case.resolved") < happened.index("case.closed")


async def test_a_reply_can_ask_for_a_repair_that_nobody_thought_of(suite: Suite) -> None:
    case = await suite.open_case(BROKEN)
    assignment = await suite.assignment_is(case.id)
    assert not assignment.repair_required
    responsible = staff(assignment.responsible or "", "quality_engineer", team="quality")
    await suite.task(
        case.id, "reply", responsible, {"cause": "密封圈老化", "measure": "上门更换", "repair_required": True}
    )

    repair = await suite.repair_is(f"{case.id}:1")

    assert (repair.status, repair.request.number) == ("opened", case.number)
