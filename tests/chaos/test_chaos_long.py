"""The long form: minutes of load, and every process is killed three times."""

from pathlib import Path

import pytest

from tests.chaos.campaign import run
from tests.chaos.journal import Tell
from tests.chaos.plan import VICTIMS, Plan, chosen_seed, draw_kills

TIMES = 3


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_nothing_is_lost_or_doubled_in_a_storm(tmp_path: Path, tell: Tell) -> None:
    seed = chosen_seed()
    plan = Plan(
        seed=seed,
        kills=draw_kills(seed, VICTIMS * TIMES, pauses=(1.0, 12.0), together=0.35),
        rate=2.0,
        hour_seconds=1.0,
        workers_finish_within=20.0,
        quiet_within=240.0,
    )
    result = await run(plan, tmp_path / "stack", tell)
    assert not result.findings, result.complaint()
    assert dict(result.killed) == dict.fromkeys(VICTIMS, TIMES)
    for happened in ("task.escalated", "case.resolved", "case.reopened", "repair.closed", "case.withdrawn"):
        assert result.events[happened] > 0, happened
