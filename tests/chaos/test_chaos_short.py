"""The short form: broker, database, intake, dispatch and two more are killed under load."""

import random

import pytest

from tests.chaos.campaign import run
from tests.chaos.checks import judge
from tests.chaos.journal import Tell
from tests.chaos.plan import BACKENDS, REPLICA, Plan, chosen_seed, draw_kills
from tests.chaos.spoil import SPOILS
from tests.chaos.summary import Result

CERTAIN = (*BACKENDS, "intake", "dispatch")
DRAWN = (REPLICA, "repair", "survey", "notification")

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
async def result(tmp_path_factory: pytest.TempPathFactory, tell: Tell) -> Result:
    """One campaign, whose outcome the tests below judge; it is told while it runs."""
    seed = chosen_seed()
    victims = (*CERTAIN, *random.Random(seed).sample(DRAWN, 2))
    plan = Plan(
        seed=seed,
        kills=draw_kills(seed, victims, pauses=(0.2, 2.5), together=0.3),
        rate=3.0,
        hour_seconds=0.5,
        workers_finish_within=4.0,
        quiet_within=90.0,
    )
    return await run(plan, tmp_path_factory.mktemp("chaos") / "stack", tell)


def test_nothing_is_lost_or_doubled_when_each_is_killed(result: Result) -> None:
    assert not result.findings, result.complaint()
    assert sum(result.killed.values()) == len(CERTAIN) + 2
    for happened in ("task.escalated", "case.resolved", "case.withdrawn", "notification.sent"):
        assert result.events[happened] > 0, happened


@pytest.mark.parametrize("breach", SPOILS)
def test_a_breach_is_noticed(result: Result, breach: str) -> None:
    """What the campaign found is spoilt on purpose: a judgement that cannot fail proves nothing."""
    kind, spoil = SPOILS[breach]
    found = judge(spoil(result.evidence), result.ledger)
    assert kind in {finding.kind for finding in found}
