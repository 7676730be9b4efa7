"""Cases of a whole year with random pauses, hand-overs and reopenings, three replicas competing for every write."""

import pytest

from tests.unit.dispatch.simulation.judge import check_readings, check_whole_life
from tests.unit.dispatch.simulation.life import Life
from tests.unit.dispatch.simulation.replicas import Competition


def live(cases: int, first_seed: int = 0) -> tuple[int, int, int, Competition]:
    """So many lives; how many steps, pauses and rounds they had, and how the replicas fared."""
    competition = Competition()
    steps = pauses = rounds = 0
    for seed in range(first_seed, first_seed + cases):
        life = Life(seed, competition)
        life.live(40, check_readings)
        steps += check_whole_life(life)
        pauses += sum(len(step.watch.pauses) for step in life.steps)
        rounds += life.state.round
    return steps, pauses, rounds, competition


@pytest.mark.slow
def test_every_clock_of_a_year_is_what_counting_minutes_gives() -> None:
    steps, pauses, rounds, competition = live(300)
    assert steps > 900
    assert pauses > 300
    assert rounds > 400
    assert competition.lost > 100
    assert competition.died > 100


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("thousand", range(1, 11))
def test_ten_thousand_cases(thousand: int) -> None:
    steps, pauses, rounds, competition = live(1_000, first_seed=thousand * 1_000)
    assert steps > 3_000
    assert pauses > 1_000
    assert rounds > 1_300
    assert competition.lost > 300
