"""How good are the rules alone, and the rules with a model, on examples that neither has seen?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from dispatch.domain.classification import CompiledRuleset, Decision, decide
from dispatch.domain.classification.vocabulary import Category
from dispatch.domain.opinion.consultation import SecondOpinion, judge
from dispatch.domain.opinion.examples import Example

NORMAL_95 = 1.96
"""Standard deviations on either side that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`right` of `items` with the 95 % interval of the share (Wilson's score)."""

    right: int
    items: int

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound in 0..1; everything is possible of nothing."""
        if not self.items:
            return 0.0, 1.0
        share, square = self.right / self.items, NORMAL_95 * NORMAL_95 / self.items
        middle = share + square / 2
        reach = NORMAL_95 * sqrt((share * (1 - share) + square / 4) / self.items)
        return (middle - reach) / (1 + square), (middle + reach) / (1 + square)

    def told(self) -> dict[str, object]:
        """As JSON: share and interval with four digits."""
        share = self.right / self.items if self.items else 0.0
        return {"right": self.right, "of": self.items, "share": round(share, 4), "interval": _rounded(self.interval)}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One way to decide, over one set of examples."""

    way: str
    category: Figure
    team: Figure

    def told(self) -> dict[str, object]:
        """As JSON."""
        return {"way": self.way, "category": self.category.told(), "team": self.team.told()}


def evaluate(examples: Sequence[Example], compiled: CompiledRuleset, opinion: SecondOpinion) -> tuple[Evaluation, ...]:
    """Every text decided, by rules alone and with the model; then only what is decided without a person."""
    teams = compiled.ruleset.teams
    pairs = [(example, decide(example.facts, compiled)) for example in examples]
    joined = [(example, judge(example.facts, compiled, opinion)) for example in examples]
    return (
        _figures("rules, every text", pairs, teams),
        _figures("rules and opinion, every text", joined, teams),
        _figures("rules, where sure", pairs, teams, lambda decision: decision.sure),
        _figures("rules and opinion, where sure", joined, teams, lambda decision: decision.sure),
        _figures("opinion, where it decides", joined, teams, lambda each: each.opinion is not None and each.sure),
        _figures("opinion, left to a person", joined, teams, lambda decision: not decision.sure),
    )


def _figures(
    way: str,
    decided: Sequence[tuple[Example, Decision]],
    teams: Mapping[Category, str],
    counted: Callable[[Decision], bool] = lambda _: True,
) -> Evaluation:
    seen = [(example, decision) for example, decision in decided if counted(decision)]
    return Evaluation(
        way=way,
        category=Figure(sum(decision.category in example.acceptable for example, decision in seen), len(seen)),
        team=Figure(sum(decision.team in example.right_teams(teams) for example, decision in seen), len(seen)),
    )


def _rounded(interval: tuple[float, float]) -> list[float]:
    return [round(bound, 4) for bound in interval]
