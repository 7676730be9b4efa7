"""How a model is trained; the numbers are data (`policy/opinion.yaml`)."""

from dataclasses import dataclass

from dispatch.domain.opinion.evidence import RulesEvidence
from dispatch.domain.opinion.features import FeatureSpec


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """`passes` over the examples at `rate`, in an order by `seed`; what the last `averaged` ones learned is averaged.

    `rule_weight` is what a rule's outcome counts beside a person's word; `accepted_share` how right a category is, in
    0..1, that is acceptable beside the given one. A word counts the less the more examples have it, to the power of
    `rarity` (0: all count alike). `balance` gives scarce categories of a script more weight: 1 makes all of them equal,
    0 leaves them as they are. Accuracy is measured in `folds` parts; the threshold is the lowest confidence from which
    on `precision` of the unseen examples are acceptable; what has a share below `least` of its own is not decided.
    `evidence` joins what the rules found.
    """

    features: FeatureSpec
    passes: int
    averaged: int
    rate: float
    seed: int
    rarity: float
    balance: float
    rule_weight: float
    accepted_share: float
    folds: int
    precision: float
    least: float
    evidence: RulesEvidence
