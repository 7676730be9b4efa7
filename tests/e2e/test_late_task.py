"""A task that nobody takes: reminded, overdue, told up the chain; each once. It is answered in the end."""

from collections import Counter

from localstack.demo.views import Appraisal
from localstack.tokens import Person

from tests.e2e.suite import MARKETING_DIRECTOR, SERVICE, Suite, staff
from tests.support.eventually import eventually

_CHAIN = ["role:team_lead", "role:sales_director", "role:marketing_vice_president"]


async def test_a_late_task_climbs_the_chain_once_and_is_answered(suite: Suite) -> None:
    case = await suite.open_case(SERVICE, kind="request")
    assignment = await suite.assignment_is(case.id)
    assert assignment.responsible is not None

    late = await suite.assignment_is(
        case.id, lambda seen: seen.running is not None and len(seen.running.escalated) == len(_CHAIN), within=30
    )

    assert late.overdue
    assert late.running is not None
    assert [(one.level, one.to) for one in late.running.escalated] == list(enumerate(_CHAIN, start=1))
    assert late.running.reminders_sent == 1
    assert [one.at for one in late.running.escalated] == sorted(one.at for one in late.running.escalated)
    vice_president = Person(("marketing_vice_president",), "marketing-vp", "sales")
    assert [item.event_type for item in await suite.messages(vice_president, case.id, 1)] == ["task.escalated"]
    lead = await suite.messages(Person(("team_lead",), "sales-lead", "sales"), case.id, 1)
    assert [(item.event_type, item.addressee) for item in lead] == [("task.escalated", "role:team_lead.sales")]
    assert await suite.inbox(Person(("team_lead",), "quality-lead", "quality"), case.id) == []
    responsible = staff(assignment.responsible, "sales_manager", team="sales")
    told = await suite.messages(responsible, case.id, 4)
    assert Counter(item.event_type for item in told) == Counter(
        ["task.assigned", "task.reminded", "task.overdue", "appraisal.recorded"]
    )

    await suite.work_off(case.id, responsible)
    done = await suite.task(case.id, "resolve", responsible, {"resolution": "已处理"})
    await suite.case_is(case.id, lambda seen: seen.status == "resolved")

    assert [(run.step, run.outcome) for run in done.finished] == [("02C", "missed"), ("03", "met")]
    happened = Counter(entry.what for entry in await suite.timeline(case.id))
    assert (happened["task.overdue"], happened["task.escalated"]) == (1, 3)
    await _one_demerit(suite, case.id, assignment.responsible)


async def _one_demerit(suite: Suite, case_id: str, responsible: str) -> None:
    async def entries() -> list[Appraisal]:
        return await suite.api.every("survey", "/v1/appraisals", Appraisal, MARKETING_DIRECTOR, {"case_id": case_id})

    found = await eventually(entries, what="the appraisal entry")
    assert [(entry.subject, entry.verdict, entry.ground) for entry in found] == [
        (responsible, "demerit", "step_overdue")
    ]
