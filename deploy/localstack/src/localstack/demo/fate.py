"""What the people of the demonstration will do with the n-th complaint: fixed, so that two runs tell the same story."""

from dataclasses import dataclass
from typing import Literal

Answer = Literal["satisfied", "very_satisfied", "dissatisfied", "unreachable"]

_LATE_LEVELS = (3, 1, 2)


@dataclass(frozen=True)
class Fate:
    """`late_until`: the responsible answers only after that many levels of the chain were told (0: in time)."""

    wants_repair: bool
    rejects_repair: bool
    late_until: int
    answer: Answer
    by_email: bool
    late_measure: bool


def fate_of(number: int) -> Fate:
    """The fate of the complaint with this number, counted from 1."""
    wants_repair = number % 5 in (1, 2)
    return Fate(
        wants_repair=wants_repair,
        rejects_repair=number % 10 == 1,
        late_until=_LATE_LEVELS[number // 13 % 3] if number % 13 == 4 else 0,
        answer=_answer(number),
        by_email=number % 3 != 0,
        late_measure=number % 18 == 9,
    )


def _answer(number: int) -> Answer:
    if number % 9 == 0:
        return "dissatisfied"
    if number % 17 == 8:
        return "unreachable"
    return "very_satisfied" if number % 4 == 0 else "satisfied"
