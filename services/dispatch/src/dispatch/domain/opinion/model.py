"""A model: its weights, how they are read, and what is known about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Literal, TypeAlias

from dispatch.domain.classification.vocabulary import Category
from dispatch.domain.opinion.evidence import NEARLY, RulesEvidence, logistic, softmax
from dispatch.domain.opinion.features import Features, FeatureSpec, ReadText, groups_of
from dispatch.domain.opinion.measures import Measured
from dispatch.domain.opinion.proposal import Proposal
from dispatch.domain.opinion.weights import PackedWeights

Link: TypeAlias = Literal["each", "one"]
"""What scores become: `each` category's own probability that a clerk would accept it, or the shares of `one` whole."""
LEAST_SHARE = 0.01
"""Categories below are not named in a proposal."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """From the share of the best category to a confidence: `1 / (1 + exp(-(slope · logit(share) + shift)))`."""

    slope: float
    shift: float

    def __call__(self, share: float) -> float:
        """The confidence in 0..1 for a share in 0..1."""
        clipped = min(max(share, NEARLY), 1 - NEARLY)
        return logistic(self.slope * log(clipped / (1 - clipped)) + self.shift)


@dataclass(frozen=True, slots=True)
class TrainedOn:
    """The examples of a model: how many, from whom, of which category."""

    items: int
    by_source: Mapping[str, int]
    by_category: Mapping[Category, int]


@dataclass(frozen=True, slots=True)
class OpinionModel:
    """One version of the text model; never changes once it is written.

    A category's score is `scale · Σ rows / √features + bias`, for the text and, times their shares, for the name of the
    product and for the script; `evidence` joins it with the rules' scores. From `threshold` on a confidence decides,
    but nothing whose own share is below `least`. `created_at` is ISO 8601; `digest` the SHA-256 of the file's content.
    """

    name: str
    version: int
    created_at: str
    spec: FeatureSpec
    categories: tuple[Category, ...]
    weights: PackedWeights
    scale: float
    bias: tuple[float, ...]
    link: Link
    evidence: RulesEvidence
    calibration: Calibration
    threshold: float
    least: float
    trained_on: TrainedOn
    measured: Measured
    digest: str

    def shares(self, features: Features) -> list[float]:
        """Per category of `categories` its share in 0..1, read from its score by `link`."""
        scores = self._scores(features)
        return softmax(scores) if self.link == "one" else [logistic(score) for score in scores]

    def propose(self, read: ReadText, teams: Mapping[Category, str], scores: Mapping[Category, float]) -> Proposal:
        """What the model takes the case for, given the rules' scores.

        Deterministic; the earlier of equal categories wins.
        """
        own = self.shares(read.features)
        shares = self.evidence.joined(own, scores, self.categories, read.script)
        ranked = sorted(zip(self.categories, shares, strict=True), key=lambda pair: -pair[1])
        category, best = ranked[0]
        return Proposal(
            model=self.name,
            version=self.version,
            category=category,
            team=teams[category],
            confidence=self.calibration(best),
            threshold=self.threshold,
            shares=tuple(pair for pair in ranked if pair[1] >= LEAST_SHARE),
            enough=own[self.categories.index(category)] >= self.least,
        )

    def _scores(self, features: Features) -> list[float]:
        scores = list(self.bias)
        for places, value in groups_of(features, self.spec):
            unit = value * self.scale
            scores = [score + unit * total for score, total in zip(scores, self.weights.summed(places), strict=True)]
        return scores
