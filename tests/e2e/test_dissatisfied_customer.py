"""A customer who is not satisfied: the case comes back, an improvement is owed, the ledger notes it."""

from datetime import timedelta

from localstack.demo.views import Appraisal, Improvement

from tests.e2e.suite import MARKETING_DIRECTOR, SERVICE, Suite, staff
from tests.support.eventually import eventually

_EIGHT_HOURS = timedelta(seconds=8)
"""Under the survey's demonstration policy an hour lasts a second."""


async def test_a_dissatisfied_customer_brings_the_case_back_until_it_is_right(suite: Suite) -> None:
    case = await suite.open_case(SERVICE)
    first = await suite.assignment_is(case.id)
    assert first.responsible is not None
    responsible = staff(first.responsible, "sales_manager", team="sales")
    await suite.work_off(case.id, responsible)
    await suite.task(case.id, "resolve", responsible, {"resolution": "已道歉"})
    asked = await suite.ask_customer(case.id, 1, "very_dissatisfied")
    assert asked.satisfied is False

    again = await suite.assignment_is(case.id, lambda seen: seen.round == 2)
    assert (again.status, again.responsible, again.team) == ("assigned", first.responsible, "sales")
    await suite.case_is(case.id, lambda seen: seen.round == 2 and seen.status in ("reopened", "assigned"))
    improvement = await suite.improvement_is(f"{case.id}:1")
    assert improvement.problem.responsible == first.responsible
    assert improvement.due_at - _EIGHT_HOURS <= improvement.opened_at
    await _demerit(suite, case.id, first.responsible)

    await suite.work_off(case.id, responsible)
    await suite.task(case.id, "resolve", responsible, {"resolution": "已登门道歉并补偿"})
    await suite.ask_customer(case.id, 2, "satisfied")

    closed = await suite.case_is(case.id, lambda seen: seen.status == "closed")
    assert (closed.round, closed.outcome) == (2, "satisfied")
    ended = await suite.assignment_is(case.id)
    assert [(box.box, box.round) for box in ended.boxes if box.box == "measure"] == [("measure", 1), ("measure", 2)]
    await _improve(suite, improvement, first.responsible)


async def _demerit(suite: Suite, case_id: str, responsible: str) -> None:
    async def entries() -> list[Appraisal]:
        found = await suite.api.every(
            "survey", "/v1/appraisals", Appraisal, MARKETING_DIRECTOR, {"case_id": case_id, "verdict": "demerit"}
        )
        return [entry for entry in found if entry.ground == "dissatisfied"]

    found = await eventually(entries, what="the appraisal entry")
    assert [(entry.subject, entry.verdict) for entry in found] == [(responsible, "demerit")]


async def _improve(suite: Suite, improvement: Improvement, responsible: str) -> None:
    """Nobody answers within the eight hours: the first authority hears of it; then it is answered and verified."""
    await suite.improvement_is(improvement.id, lambda seen: bool(seen.notified))
    person = staff(responsible, "sales_manager", team="sales")
    answered = await suite.improve(improvement.id, "answer", person, {"measure": "增加回访"})
    assert answered.status == "answered"
    verified = await suite.improve(improvement.id, "verify", MARKETING_DIRECTOR, {"effective": True, "remark": "有效"})
    assert verified.status == "verified"
