"""A small model of the tests' own, trained on the spot, so that the shipped one may change."""

from datetime import UTC, datetime
from functools import cache

from dispatch.adapters.opinion_file import model_from_json, model_to_json
from dispatch.domain.classification import Category
from dispatch.domain.classification.normalise import Normaliser
from dispatch.domain.opinion.consultation import SecondOpinion
from dispatch.domain.opinion.evidence import RulesEvidence
from dispatch.domain.opinion.examples import Example
from dispatch.domain.opinion.features import FeatureSpec
from dispatch.domain.opinion.model import OpinionModel
from dispatch.domain.opinion.plan import TrainingPlan
from dispatch.domain.opinion.training import train

from tests.unit.dispatch.builders import ruleset

PLAN = TrainingPlan(
    features=FeatureSpec(
        buckets=4096, shortest=1, longest=3, characters=200, product_share=0.5, script_share=1.0, stem=5
    ),
    passes=6,
    averaged=2,
    rate=4.0,
    seed=1,
    rarity=1.0,
    balance=0.5,
    rule_weight=0.5,
    accepted_share=0.3,
    folds=3,
    precision=0.8,
    least=0.2,
    evidence=RulesEvidence(weights={"latin": 1.0}, floor=0.5),
)
PLAIN = Normaliser({})
WRITTEN = datetime(2026, 3, 1, tzinfo=UTC)

_SAID = {
    Category.DELIVERY: ("parcel came late", "parcel never came", "courier lost the parcel", "late parcel again"),
    Category.SOFTWARE_FAULT: ("app crashes", "app freezes and crashes", "the app hangs", "crashes at start"),
    Category.COMMERCIAL: ("price too high", "the price fell", "wrong price on the bill", "price went up"),
}
CLEAR_TEXT = "my parcel is late"
"""The rules know no word of it, the model is sure."""


def examples() -> tuple[Example, ...]:
    return tuple(
        Example(text + more, "", category, "person")
        for category, texts in _SAID.items()
        for text in texts
        for more in ("", " today", " once more")
    )


@cache
def content() -> bytes:
    """A model file; threshold and accuracy are those of the training."""
    return model_to_json(train(examples(), PLAN, PLAIN, ruleset()), PLAN, "small", 3, WRITTEN)


@cache
def model() -> OpinionModel:
    return model_from_json(content())


def opinion() -> SecondOpinion:
    return SecondOpinion(model(), PLAIN)
