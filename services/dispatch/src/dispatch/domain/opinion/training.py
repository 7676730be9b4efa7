"""From examples to a model: measured on examples left out, calibrated, then fitted on all (R2)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from dispatch.domain.classification import CompiledRuleset, Decision, decide
from dispatch.domain.classification.normalise import Normaliser, Script
from dispatch.domain.classification.vocabulary import Category
from dispatch.domain.opinion.calibration import calibrate
from dispatch.domain.opinion.examples import Example, Sample, targets
from dispatch.domain.opinion.features import read_text
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


class Guess(NamedTuple):
    """The category proposed for the example at a place: its share with what the rules found, and its own."""

    at: int
    category: Category
    best: float
    own: float


def train(examples: Sequence[Example], plan: TrainingPlan, normalise: Normaliser, compiled: CompiledRuleset) -> Trained:
    """Train on all examples; what is said of accuracy comes from models that had not seen what they were asked.

    It is measured as it is asked: together with what the rules scored, where they are unsure. Only people's words
    measure; a model made of rules alone is measured by the rules. Raises `TooFewExamples`.
    """
    teams = compiled.ruleset.teams
    if len(examples) < plan.folds or len({example.category for example in examples}) < 2:
        raise TooFewExamples(f"{len(examples)} examples, at least {plan.folds} of at least two categories are needed")
    samples = balanced(examples, [_sample(example, plan, normalise) for example in examples], plan)
    unseen = _left_out(examples, samples, plan, compiled)
    calibration = calibrate([(each.best, each.category in examples[each.at].acceptable) for each in unseen])
    outcomes = [_outcome(examples[guess.at], guess, calibration(guess.best), teams, plan) for guess in unseen]
    threshold = round(least_threshold(outcomes, plan.precision), 4)
    judged_by = examples[unseen[0].at].source
    return Trained(
        fitted=fit(samples, len(CATEGORIES), plan),
        calibration=calibration,
        threshold=threshold,
        trained_on=TrainedOn(
            items=len(examples),
            by_source=dict(sorted(Counter(example.source for example in examples).items())),
            by_category={category: sum(each.category is category for each in examples) for category in CATEGORIES},
        ),
        measured=measured(
            outcomes,
            threshold,
            f"{plan.folds} parts left out in turn, where the rules are unsure, judged by {judged_by}",
        ),
    )


def _sample(example: Example, plan: TrainingPlan, normalise: Normaliser) -> Sample:
    read = read_text(example.text, example.product, example.kind, plan.features, normalise)
    return Sample(
        features=read.features,
        script=read.script,
        target=targets(example, CATEGORIES, plan),
        weight=example.weight * (1.0 if example.source == "person" else plan.rule_weight),
    )


def balanced(examples: Sequence[Example], samples: Sequence[Sample], plan: TrainingPlan) -> list[Sample]:
    """The samples, those of categories that are scarce in their script with more weight, of frequent ones with less."""
    kinds = [(sample.script, example.category) for example, sample in zip(examples, samples, strict=True)]
    totals: dict[tuple[Script, Category], float] = {}
    for kind, sample in zip(kinds, samples, strict=True):
        totals[kind] = totals.get(kind, 0.0) + sample.weight
    means = {
        script: sum(total for (its, _), total in totals.items() if its == script) / len(CATEGORIES)
        for script, _ in totals
    }
    return [
        replace(sample, weight=sample.weight * (means[kind[0]] / totals[kind]) ** plan.balance if totals[kind] else 0.0)
        for kind, sample in zip(kinds, samples, strict=True)
    ]


def _left_out(
    examples: Sequence[Example], samples: Sequence[Sample], plan: TrainingPlan, compiled: CompiledRuleset
) -> list[Guess]:
    """What models propose that had not seen the example."""
    decisions = [decide(example.facts, compiled) for example in examples]
    judges = _judges(examples, decisions, plan)
    Random(plan.seed).shuffle(judges)  # noqa: S311 - an order, not a secret
    seen: list[Guess] = []
    for part in range(plan.folds):
        asked = judges[part :: plan.folds]
        held_back = set(asked)
        fitted = fit([sample for at, sample in enumerate(samples) if at not in held_back], len(CATEGORIES), plan)
        for at in asked:
            scores = {score.category: score.score for score in decisions[at].reason.scores}
            own = fitted.shares(samples[at].features)
            shares = plan.evidence.joined(own, scores, CATEGORIES, samples[at].script)
            place = max(range(len(shares)), key=shares.__getitem__)
            seen.append(Guess(at, CATEGORIES[place], shares[place], own[place]))
    return seen


def _judges(examples: Sequence[Example], decisions: Sequence[Decision], plan: TrainingPlan) -> list[int]:
    """The places of the examples that measure: people's where the rules are unsure, else people's, else all."""
    people = [at for at, example in enumerate(examples) if example.source == "person"]
    asked = [at for at in people if not decisions[at].sure]
    return next((places for places in (asked, people) if len(places) >= plan.folds), list(range(len(examples))))


def _outcome(
    example: Example, guess: Guess, confidence: float, teams: Mapping[Category, str], plan: TrainingPlan
) -> Outcome:
    return Outcome(
        confidence=confidence,
        category_right=guess.category in example.acceptable,
        team_right=teams[guess.category] in example.right_teams(teams),
        may_decide=guess.own >= plan.least and guess.category not in LEFT_TO_PEOPLE,
    )
