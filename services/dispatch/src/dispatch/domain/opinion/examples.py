"""What a model learns from: complaints with the category that a person, or a sure rule, gave them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dispatch.domain.classification import Facts
from dispatch.domain.classification.normalise import Script
from dispatch.domain.classification.vocabulary import Category
from dispatch.domain.opinion.features import Features
from dispatch.domain.opinion.plan import TrainingPlan

Source = Literal["person", "rule"]


@dataclass(frozen=True, slots=True)
class Example:
    """One complaint. `accepted` are further categories that a reasonable clerk could choose; `team` who answered.

    `kind` is that of the case, empty where nobody knows it any more; `weight` what it counts beside others.
    """

    text: str
    product: str
    category: Category
    source: Source
    accepted: frozenset[Category] = frozenset()
    team: str | None = None
    kind: str = ""
    weight: float = 1.0

    @property
    def facts(self) -> Facts:
        """The complaint as the rules see it."""
        said = Facts(text=self.text, product=self.product)
        return replace(said, kind=self.kind) if self.kind else said

    @property
    def acceptable(self) -> frozenset[Category]:
        """Every category that counts as right."""
        return self.accepted | {self.category}

    def right_teams(self, teams: Mapping[Category, str]) -> frozenset[str]:
        """Every team that counts as right."""
        given = frozenset(teams[category] for category in self.acceptable)
        return given if self.team is None else given | {self.team}


@dataclass(frozen=True, slots=True)
class Sample:
    """An example as the fitting sees it: features, how right each category is in 0..1, and what the example counts."""

    features: Features
    script: Script
    target: tuple[float, ...]
    weight: float


def targets(example: Example, categories: Sequence[Category], plan: TrainingPlan) -> tuple[float, ...]:
    """Per category how right it is: 1 for the given one, the plan's share for what is acceptable too, else 0."""
    return tuple(
        1.0 if category is example.category else plan.accepted_share if category in example.accepted else 0.0
        for category in categories
    )
