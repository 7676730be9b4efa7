"""What the rules found counts also where it does not suffice them to be sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from dispatch.domain.classification.normalise import Script
from dispatch.domain.classification.vocabulary import Category

NEARLY = 1e-9


@dataclass(frozen=True, slots=True)
class RulesEvidence:
    """A category's share is multiplied by that of its rules' scores to the power of the script's weight.

    Rules know some languages better than others. `floor` is added to every score, so that silence of the rules excludes
    nothing; a weight of 0 passes over the rules.
    """

    weights: Mapping[Script, float]
    floor: float

    def joined(
        self, shares: Sequence[float], scores: Mapping[Category, float], categories: Sequence[Category], script: Script
    ) -> list[float]:
        """The shares of `categories` with what the rules scored for a text in this script; the result sums up to 1."""
        weight = self.weights.get(script, 0.0)
        return softmax(
            [
                log(max(share, NEARLY)) + weight * log(scores.get(category, 0.0) + self.floor)
                for category, share in zip(categories, shares, strict=True)
            ]
        )


def logistic(value: float) -> float:
    """`1 / (1 + exp(-value))`, without an overflow."""
    return 1 / (1 + exp(-value)) if value >= 0 else 1 - 1 / (1 + exp(value))


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores as shares that sum up to 1."""
    highest = max(scores)
    powers = [exp(score - highest) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]
