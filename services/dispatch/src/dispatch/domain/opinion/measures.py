"""What was measured about a model on examples that it had not been trained on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Outcome(NamedTuple):
    """One unseen example: how confident the model was, whether a person would accept category and team.

    `may_decide` false: the model proposed what it leaves to people in any case.
    """

    confidence: float
    category_right: bool
    team_right: bool
    may_decide: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """The examples with a confidence from `low` up to `high`: how many, their mean confidence, the share accepted."""

    low: float
    high: float
    items: int
    confidence: float
    accepted: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares in 0..1 over `items` unseen examples; `decided` is the share that the model decides by the threshold.

    `decided_right` is the share of those whose category is accepted. `method` says how unseen was made sure.
    """

    method: str
    items: int
    category: float
    team: float
    decided: float
    decided_right: float
    calibration: tuple[Band, ...]


BANDS = 10


def measured(outcomes: Sequence[Outcome], threshold: float, method: str) -> Measured:
    """The figures; all zero without an example."""
    decided = [outcome for outcome in outcomes if outcome.may_decide and outcome.confidence >= threshold]
    return Measured(
        method=method,
        items=len(outcomes),
        category=share(sum(outcome.category_right for outcome in outcomes), len(outcomes)),
        team=share(sum(outcome.team_right for outcome in outcomes), len(outcomes)),
        decided=share(len(decided), len(outcomes)),
        decided_right=share(sum(outcome.category_right for outcome in decided), len(decided)),
        calibration=bands(outcomes),
    )


def bands(outcomes: Sequence[Outcome]) -> tuple[Band, ...]:
    """The calibration table: tenths of the confidence that have examples, rising."""
    table: list[Band] = []
    for tenth in range(BANDS):
        inside = [outcome for outcome in outcomes if min(int(outcome.confidence * BANDS), BANDS - 1) == tenth]
        if inside:
            mean = sum(outcome.confidence for outcome in inside) / len(inside)
            accepted = share(sum(outcome.category_right for outcome in inside), len(inside))
            table.append(Band(tenth / BANDS, (tenth + 1) / BANDS, len(inside), round(mean, 4), accepted))
    return tuple(table)


def share(part: int, whole: int) -> float:
    """A share in 0..1, four digits; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def least_threshold(outcomes: Sequence[Outcome], precision: float) -> float:
    """The lowest confidence from which on at least `precision` of what it decides is accepted; 1 when none."""
    found, right = 1.0, 0
    deciding = [outcome for outcome in outcomes if outcome.may_decide]
    for count, outcome in enumerate(sorted(deciding, key=lambda each: -each.confidence), start=1):
        right += outcome.category_right
        if right / count >= precision:
            found = outcome.confidence
    return found
