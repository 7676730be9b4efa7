"""Amended and withdrawn cases, as all services see them."""

from tests.e2e.suite import BROKEN, RETURN, SERVICE, UNSURE, Suite, problem, staff
from tests.support.eventually import eventually


async def test_a_withdrawn_case_stops_every_clock(suite: Suite) -> None:
    case = await suite.open_case(BROKEN, kind="fault", remedy="repair")
    assignment = await suite.assignment_is(case.id)
    await suite.repair_is(f"{case.id}:1")

    withdrawn = await suite.change(case.id, "/withdraw", {"reason": "客户自己修好了"})

    assert withdrawn.status == "withdrawn"
    ended = await suite.assignment_is(case.id, lambda seen: seen.status == "withdrawn")
    assert ended.running is None
    assert [run.outcome for run in ended.finished] == ["cancelled"]
    await suite.repair_is(f"{case.id}:1", lambda seen: seen.status == "cancelled")
    responsible = staff(assignment.responsible or "", "quality_engineer", team="quality")
    assert problem(await suite.try_task(case.id, "accept", responsible)) == (409, "action_not_allowed")


async def test_an_amended_case_is_read_again_by_the_rules(suite: Suite) -> None:
    case = await suite.open_case(UNSURE)
    waiting = await suite.assignment_is(case.id)
    assert waiting.status == "awaiting_classification"

    amended = await suite.change(case.id, "", {"description": RETURN}, method="PATCH")

    assert amended.description == RETURN
    routed = await suite.assignment_is(case.id, lambda seen: seen.status == "assigned")
    assert (routed.classification.category, routed.team) == ("return_exchange", "returns")
    assert [run.step for run in routed.steps] == ["01", "02A"]
    seen = await suite.case_is(case.id, lambda found: found.category == "return_exchange")
    assert seen.team == "returns"


async def test_an_amended_address_gets_the_next_e_mail(suite: Suite) -> None:
    case = await suite.open_case(SERVICE, contact={"email": "old@example.com"})
    assignment = await suite.assignment_is(case.id)
    await eventually(lambda: len(suite.mails_to("old@example.com")) == 1, what="the acknowledgement")

    await suite.change(case.id, "", {"contact": {"email": "new@example.com"}}, method="PATCH")
    await _settled(suite, case.id)
    await suite.work_off(case.id, staff(assignment.responsible or "", "sales_manager", team="sales"))

    await eventually(lambda: suite.mails_to("new@example.com"), what="the plan, by e-mail")
    assert len(suite.mails_to("old@example.com")) == 1


async def _settled(suite: Suite, case_id: str) -> None:
    async def noted() -> bool:
        return "case.amended" in [entry.what for entry in await suite.timeline(case_id)]

    await eventually(noted)
