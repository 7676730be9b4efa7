"""The shipped rules and model on sentences known to whoever chose their words: what was reached is kept."""

from pathlib import Path

import pytest
from dispatch.adapters.opinion_examples import read_examples
from dispatch.adapters.opinion_file import shipped_model
from dispatch.adapters.opinion_in_force import as_opinion
from dispatch.adapters.ruleset_yaml import compiled_default
from dispatch.domain.opinion.evaluation import evaluate

ACCEPTABLE_CATEGORY = 0.9
RIGHT_TEAM = 0.9


@pytest.mark.slow
@pytest.mark.parametrize("language", ["english", "traditional"])
def test_both_together_are_right_often_enough_and_better_than_the_rules(language: str) -> None:
    source = Path(__file__).with_name(f"{language}.jsonl").read_bytes().splitlines()
    alone, together, *_ = evaluate(
        list(read_examples(source)), compiled_default(), as_opinion(shipped_model("default"))
    )
    assert together.category.items == 40
    assert together.category.right >= max(alone.category.right, ACCEPTABLE_CATEGORY * 40)
    assert together.team.right >= RIGHT_TEAM * 40
