"""Logistic regression of each category by stochastic gradient descent with a falling rate.

A text may be several categories' matter, so each learns by itself whether a clerk could choose it; they do not compete.

Standard library only: some ten thousand short texts take minutes, and whoever runs the service can train.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from operator import add
from random import Random

from dispatch.domain.opinion.evidence import logistic
from dispatch.domain.opinion.examples import Sample
from dispatch.domain.opinion.features import Features, FeatureSpec, groups_of
from dispatch.domain.opinion.plan import TrainingPlan

TOO_LITTLE = 0.01
"""Errors below change nothing worth the time."""
BIAS_SHARE = 0.1
"""How fast the biases move beside the weights, which share a step."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights per category and bucket, and a bias per category."""

    weights: tuple["array[float]", ...]
    bias: tuple[float, ...]
    spec: FeatureSpec

    def shares(self, features: Features) -> list[float]:
        """Per category the probability that it is acceptable, in 0..1."""
        return [logistic(score) for score in _scores(self.weights, self.bias, groups_of(features, self.spec))]


def fit(samples: Sequence[Sample], width: int, plan: TrainingPlan) -> Fitted:
    """Learn from the samples; the same samples and plan give the same weights.

    They are the mean of those after each of the last passes, as single ones depend on the order of the samples.
    """
    weights = tuple(array("d", bytes(8 * plan.features.buckets)) for _ in range(width))
    bias = [0.0] * width
    units = [groups_of(sample.features, plan.features) for sample in samples]
    pace = _pace(samples, plan)
    order = list(range(len(samples)))
    sums = [*(array("d", bytes(8 * plan.features.buckets)) for _ in range(width)), array("d", bytes(8 * width))]
    random = Random(plan.seed)  # noqa: S311 - an order, not a secret
    for done in range(plan.passes):
        rate = plan.rate / (1 + done)
        random.shuffle(order)
        for at in order:
            sample = samples[at]
            scores = _scores(weights, bias, units[at])
            for category, (score, wanted) in enumerate(zip(scores, sample.target, strict=True)):
                error = sample.weight * (logistic(score) - wanted)
                if -TOO_LITTLE < error < TOO_LITTLE:
                    continue
                bias[category] -= rate * error * BIAS_SHARE
                for places, unit in units[at]:
                    _step(weights[category], places, rate * error * unit, pace)
        if done >= plan.passes - plan.averaged:
            sums = [array("d", map(add, total, row)) for total, row in zip(sums, (*weights, bias), strict=True)]
    *means, bias_mean = [array("d", (value / plan.averaged for value in total)) for total in sums]
    return Fitted(tuple(means), tuple(bias_mean), plan.features)


def _pace(samples: Sequence[Sample], plan: TrainingPlan) -> "array[float]":
    """Per bucket how fast its weights move: 1, and less for words that many samples have.

    The same as features of the square root of this value, but for weights that already contain it.
    """
    pace = array("d", [1.0]) * plan.features.buckets
    having = Counter(place for sample in samples for place in sample.features.words)
    if not having or not plan.rarity:
        return pace
    rare = {place: log((len(samples) + 1) / (count + 1)) ** plan.rarity for place, count in having.items()}
    mean = sum(rare.values()) / len(rare)
    for place, value in rare.items():
        pace[place] = (value / mean) ** 2
    return pace


def _scores(
    weights: Sequence["array[float]"], bias: Sequence[float], units: Sequence[tuple[tuple[int, ...], float]]
) -> list[float]:
    return [
        own + sum(unit * sum(map(row.__getitem__, places)) for places, unit in units)
        for own, row in zip(bias, weights, strict=True)
    ]


def _step(row: "array[float]", places: tuple[int, ...], step: float, pace: "array[float]") -> None:
    for place in places:
        row[place] -= step * pace[place]
