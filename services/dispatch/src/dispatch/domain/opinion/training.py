"""From examples to a model: measured on examples left out, calibrated, then fitted on all (R2)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from dispatch.domain.classification.normalise import Normaliser
from dispatch.domain.classification.vocabulary import Category
from dispatch.domain.opinion.calibration import calibrate
from dispatch.domain.opinion.examples import Example, Sample, targets
from dispatch.domain.opinion.features import features_of
from dispatch.domain.opinion.fitting import Fitted, fit
from dispatch.domain.opinion.measures import Measured, Outcome, least_threshold, measured
from dispatch.domain.opinion.model import Calibration, TrainedOn
from dispatch.domain.opinion.plan import TrainingPlan
from dispatch.domain.opinion.proposal import LEFT_TO_PEOPLE

CATEGORIES = tuple(Category)


class TooFewExamples(ValueError):
    """Nothing can be learned: fewer examples than parts, or of one category only."""


@dataclass(frozen=True, slots=True)
class Trained:
    """Everything that a model file says, but for its name, version and date."""

    fitted: Fitted
    calibration: Calibration
    threshold: float
    trained_on: TrainedOn
    measured: Measured


def train(
    examples: Sequence[Example], plan: TrainingPlan, normalise: Normaliser, teams: Mapping[Category, str]
) -> Trained:
    """Train on all examples; what is said of accuracy comes from models that had not seen what they were asked.

    Only people's words measure; a model made of rules alone is measured by the rules. Raises `TooFewExamples`.
    """
    if len(examples) < plan.folds or len({example.category for example in examples}) < 2:
        raise TooFewExamples(f"{len(examples)} examples, at least {plan.folds} of at least two categories are needed")
    samples = [_sample(example, plan, normalise) for example in examples]
    unseen = _left_out(examples, samples, plan)
    calibration = calibrate([(best, CATEGORIES[place] in examples[at].acceptable) for at, place, best in unseen])
    outcomes = [_outcome(examples[at], place, calibration(best), teams) for at, place, best in unseen]
    threshold = round(least_threshold(outcomes, plan.precision), 4)
    judged_by = examples[unseen[0][0]].source
    return Trained(
        fitted=fit(samples, len(CATEGORIES), plan),
        calibration=calibration,
        threshold=threshold,
        trained_on=TrainedOn(
            items=len(examples),
            by_source=dict(sorted(Counter(example.source for example in examples).items())),
            by_category={category: sum(each.category is category for each in examples) for category in CATEGORIES},
        ),
        measured=measured(outcomes, threshold, f"{plan.folds} parts left out in turn, judged by {judged_by}"),
    )


def _sample(example: Example, plan: TrainingPlan, normalise: Normaliser) -> Sample:
    return Sample(
        features=features_of(normalise(example.text), normalise(example.product), plan.features),
        target=targets(example, CATEGORIES, plan),
        weight=1.0 if example.source == "person" else plan.rule_weight,
    )


def _left_out(
    examples: Sequence[Example], samples: Sequence[Sample], plan: TrainingPlan
) -> list[tuple[int, int, float]]:
    """Place of the example, place of the category proposed for it, its share: by a model that had not seen it."""
    judges = [at for at, example in enumerate(examples) if example.source == "person"]
    if len(judges) < plan.folds:
        judges = list(range(len(examples)))
    Random(plan.seed).shuffle(judges)  # noqa: S311 - an order, not a secret
    seen: list[tuple[int, int, float]] = []
    for part in range(plan.folds):
        asked = judges[part :: plan.folds]
        held_back = set(asked)
        fitted = fit([sample for at, sample in enumerate(samples) if at not in held_back], len(CATEGORIES), plan)
        for at in asked:
            shares = fitted.shares(samples[at].features)
            place = max(range(len(shares)), key=shares.__getitem__)
            seen.append((at, place, shares[place]))
    return seen


def _outcome(example: Example, place: int, confidence: float, teams: Mapping[Category, str]) -> Outcome:
    category = CATEGORIES[place]
    return Outcome(
        confidence=confidence,
        category_right=category in example.acceptable,
        team_right=teams[category] in example.right_teams(teams),
        may_decide=category not in LEFT_TO_PEOPLE,
    )
