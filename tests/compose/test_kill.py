"""A container is killed while complaints travel: the other replica carries on, and everything comes to its end."""

import asyncio

from tests.compose.entrance import calling
from tests.e2e.suite import SERVICE, Suite, staff
from tests.support.compose import Compose
from tests.support.eventually import eventually

_TRAVELLERS = 12
_SETTLE_S = 90.0


async def test_a_killed_replica_of_dispatch_costs_no_complaint(compose: Compose, suite: Suite) -> None:
    victim, other = compose.containers("dispatch")
    async with calling(compose) as ledger:
        travels = asyncio.gather(*(_travel(suite) for _ in range(_TRAVELLERS)))
        await eventually(lambda: len(ledger.accepted) > 20, within=30, what="load")
        await compose.run_beside("docker", "kill", victim)
        count = len(ledger.accepted)
        await eventually(lambda: len(ledger.accepted) > count + 40, within=60, what="load after the kill")
        assert compose.containers("dispatch") == [other]
        await travels
        await compose.run_beside("docker", "start", victim)

    # What was sent and not answered when it died cannot be sent again for everybody; reading is.
    assert ledger.failures == []
    for case_id in ledger.accepted:
        await suite.assignment_is(case_id, within=_SETTLE_S)
    await compose.run_beside("docker", "compose", "up", "--detach", "--wait", "--no-recreate", "dispatch", within=180)
    assert sorted(compose.containers("dispatch")) == sorted([victim, other])


async def _travel(suite: Suite) -> None:
    """From the front desk to closed."""
    case = await suite.open_case(SERVICE)
    assignment = await suite.assignment_is(case.id, lambda seen: seen.status == "assigned", within=60)
    responsible = staff(assignment.responsible or "", "sales_manager", team="sales")
    await suite.work_off(case.id, responsible)
    await suite.task(case.id, "resolve", responsible, {"resolution": "done"})
    await suite.ask_customer(case.id, 1, "very_satisfied")
    await suite.case_is(case.id, lambda seen: seen.status == "closed", within=60)
