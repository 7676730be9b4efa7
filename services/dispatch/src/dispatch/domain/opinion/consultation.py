"""The rules decide; only where they are unsure the model is asked (R2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from dispatch.domain.classification import CompiledRuleset, Decision, Facts, Score, decide
from dispatch.domain.classification.normalise import Normaliser
from dispatch.domain.classification.vocabulary import Category
from dispatch.domain.opinion.features import read_text
from dispatch.domain.opinion.model import OpinionModel
from dispatch.domain.opinion.proposal import Proposal

Judge: TypeAlias = Callable[[Facts, CompiledRuleset], Decision]
"""What classifies a case by a ruleset."""


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """A model and the spelling in which it reads."""

    model: OpinionModel
    normalise: Normaliser

    def of(self, facts: Facts, teams: Mapping[Category, str], scores: Sequence[Score] = ()) -> Proposal:
        """What the model takes the case for, given the rules' scores."""
        read = read_text(facts.text, facts.product, facts.kind, self.model.spec, self.normalise)
        return self.model.propose(read, teams, {score.category: score.score for score in scores})


def judge(facts: Facts, compiled: CompiledRuleset, opinion: SecondOpinion | None) -> Decision:
    """The rules' decision; unsure, the model's proposal with the rules' levels and reasons.

    A sure decision is returned as it is, the model is not asked. Without a model (switched off) all are.
    """
    decision = decide(facts, compiled)
    if opinion is None or decision.sure:
        return decision
    return considered(decision, opinion.of(facts, compiled.ruleset.teams, decision.reason.scores))


def judging(opinion: SecondOpinion | None) -> Judge:
    """`judge` with the model in force."""
    return decide if opinion is None else lambda facts, compiled: judge(facts, compiled, opinion)


def considered(decision: Decision, proposal: Proposal) -> Decision:
    """An unsure decision with a proposal: sure when the model is, else a best guess for a clerk to confirm.

    The proposal has weighed what the rules found. Levels, tags and the rules' reasons stay; where both mean the same
    category the rules' team stays too.
    """
    return replace(
        decision,
        category=proposal.category,
        team=decision.team if proposal.category is decision.category else proposal.team,
        rule=proposal.name,
        confidence=proposal.confidence,
        sure=proposal.decides,
        opinion=proposal,
    )
