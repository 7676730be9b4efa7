"""How a model is trained; the numbers are data (`policy/opinion.yaml`)."""

from dataclasses import dataclass

from dispatch.domain.opinion.features import FeatureSpec


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """`passes` over the examples at `rate`, in an order by `seed`.

    `rule_weight` is what a rule's outcome counts beside a person's word; `accepted_share` how much of an example goes
    to the further acceptable categories. Accuracy is measured in `folds` parts; the threshold is the lowest confidence
    from which on `precision` of the unseen examples are acceptable.
    """

    features: FeatureSpec
    passes: int
    rate: float
    seed: int
    rule_weight: float
    accepted_share: float
    folds: int
    precision: float
