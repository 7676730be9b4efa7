"""The short form: broker, database, intake, dispatch and two more are killed under load."""

import random
from pathlib import Path

import pytest

from tests.chaos.campaign import run
from tests.chaos.plan import BACKENDS, REPLICA, Plan, chosen_seed, draw_kills

CERTAIN = (*BACKENDS, "intake", "dispatch")
DRAWN = (REPLICA, "repair", "survey", "notification")


@pytest.mark.timeout(400)
async def test_nothing_is_lost_or_doubled_when_each_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = chosen_seed()
    victims = (*CERTAIN, *random.Random(seed).sample(DRAWN, 2))
    plan = Plan(
        seed=seed,
        kills=draw_kills(seed, victims, pauses=(0.2, 2.5)),
        rate=3.0,
        hour_seconds=0.5,
        workers_finish_within=4.0,
        quiet_within=90.0,
    )
    with capsys.disabled():
        print(f"\nchaos, seed {seed}: {', '.join(kill.victim for kill in plan.kills)}")  # noqa: T201
        result = await run(plan, tmp_path / "stack", print)
        print(result.table())  # noqa: T201
    assert not result.findings, result.complaint()
    assert sum(result.killed.values()) == len(victims)
    assert result.events["task.escalated"] > 0
    assert result.events["case.resolved"] > 0
