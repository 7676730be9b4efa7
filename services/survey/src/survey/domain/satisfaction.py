"""When a customer counts as satisfied.

Every answer lies in the top half of the four-level scale (`very_satisfied`, `satisfied`), and the decisive items are
among the answers. One dissatisfied answer is enough to look at the matter again.
"""

from collections.abc import Mapping
from typing import Final

from survey.domain.errors import DecisiveAnswerMissing, UnknownItem
from survey.domain.policy import FollowUpRules
from survey.domain.vocabulary import Satisfaction

TOP_HALF: Final[frozenset[Satisfaction]] = frozenset({"very_satisfied", "satisfied"})


def require_complete(answers: Mapping[str, Satisfaction], rules: FollowUpRules) -> None:
    """Raises `UnknownItem`, `DecisiveAnswerMissing`."""
    for item in answers:
        if item not in rules.items:
            raise UnknownItem(item=item, items=", ".join(rules.items))
    for item in rules.decisive_items:
        if item not in answers:
            raise DecisiveAnswerMissing(item=item)


def is_satisfied(answers: Mapping[str, Satisfaction]) -> bool:
    """Whether every answer is in the top half of the scale."""
    return all(answer in TOP_HALF for answer in answers.values())


def is_delighted(answers: Mapping[str, Satisfaction]) -> bool:
    """Whether there are answers and every one is the best of the scale: what earns a merit."""
    return bool(answers) and all(answer == "very_satisfied" for answer in answers.values())


def dissatisfied_items(answers: Mapping[str, Satisfaction]) -> tuple[str, ...]:
    """Items answered in the bottom half, in the order of the answers."""
    return tuple(item for item, answer in answers.items() if answer not in TOP_HALF)
