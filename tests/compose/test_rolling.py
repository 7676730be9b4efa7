"""Every service is replaced while callers work: nobody sees an error, and nothing that was accepted is missing."""

from localstack.services import SERVICES

from tests.compose.entrance import calling
from tests.e2e.suite import Suite
from tests.support.compose import ROOT, Compose
from tests.support.eventually import eventually

_ROLL = str(ROOT / "deploy" / "compose" / "roll")
_ROLL_S = 400.0
_SETTLE_S = 90.0


async def test_all_services_are_replaced_under_load_without_an_error(compose: Compose, suite: Suite) -> None:
    names = [service.name for service in SERVICES]
    before = {name: set(compose.containers(name)) for name in names}
    async with calling(compose) as ledger:
        await eventually(lambda: len(ledger.accepted) > 10, within=30, what="load")
        for name in names:
            count = len(ledger.accepted)
            await compose.run_beside(_ROLL, name, within=_ROLL_S)
            assert len(ledger.accepted) > count, f"no complaint was accepted while {name} was replaced"

    assert ledger.failures == []
    assert {status for _, status in ledger.answers} == {200, 201}
    for name in names:
        after = set(compose.containers(name))
        assert len(after) == len(before[name])
        assert not after & before[name], f"{name} was not replaced"
    for case_id in ledger.accepted:
        assert (await suite.case(case_id)).id == case_id
    for case_id in ledger.accepted:
        await suite.assignment_is(case_id, within=_SETTLE_S)


async def test_scaling_under_load_shows_no_error(compose: Compose, suite: Suite) -> None:
    (first,) = compose.containers("intake")
    async with calling(compose) as ledger:
        await eventually(lambda: len(ledger.accepted) > 10, within=30, what="load")
        for count in (3, 1):
            scale = ("--scale", f"intake={count}", "--no-recreate", "--no-deps", "--wait", "intake")
            await compose.run_beside("docker", "compose", "up", "--detach", *scale, within=180)
            assert len(compose.containers("intake")) == count
            seen = len(ledger.accepted)
            await eventually(lambda seen=seen: len(ledger.accepted) > seen + 10, within=30, what="load after it")  # type: ignore[misc]

    assert ledger.failures == []
    assert compose.containers("intake") == [first]
    for case_id in ledger.accepted:
        await suite.assignment_is(case_id, within=_SETTLE_S)


async def test_replicas_that_do_not_become_healthy_leave_the_old_ones_alone(compose: Compose) -> None:
    before = compose.containers("repair")
    variables = {"AFTERSALES_LOG_LEVEL": "NO-SUCH-LEVEL", "ROLL_PATIENCE_SECONDS": "20"}

    told = await compose.fails_beside(_ROLL, "repair", variables=variables, within=_ROLL_S)

    assert "the old ones stay" in told
    assert compose.containers("repair") == before
