"""The rules decide; only where they are unsure the model is asked (R2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from dispatch.domain.classification import CompiledRuleset, Decision, Facts, decide
from dispatch.domain.classification.normalise import Normaliser
from dispatch.domain.classification.vocabulary import Category
from dispatch.domain.opinion.model import OpinionModel
from dispatch.domain.opinion.proposal import Proposal

Judge: TypeAlias = Callable[[Facts, CompiledRuleset], Decision]
"""What classifies a case by a ruleset."""


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """A model and the spelling in which it reads."""

    model: OpinionModel
    normalise: Normaliser

    def of(self, facts: Facts, teams: Mapping[Category, str]) -> Proposal:
        """What the model takes the case for."""
        return self.model.propose(facts.text, facts.product, self.normalise, teams)


def judge(facts: Facts, compiled: CompiledRuleset, opinion: SecondOpinion | None) -> Decision:
    """The rules' decision; unsure, the model's proposal with the rules' levels and reasons.

    A sure decision is returned as it is, the model is not asked. Without a model (switched off) all are.
    """
    decision = decide(facts, compiled)
    if opinion is None or decision.sure:
        return decision
    return considered(decision, opinion.of(facts, compiled.ruleset.teams))


def judging(opinion: SecondOpinion | None) -> Judge:
    """`judge` with the model in force."""
    return decide if opinion is None else lambda facts, compiled: judge(facts, compiled, opinion)


def considered(decision: Decision, proposal: Proposal) -> Decision:
    """An unsure decision with a proposal: sure when the model is, else a best guess for a clerk to confirm.

    A guess of the rules that stands on words stays the guess. Levels, tags and
    the rules' reasons stay; where both mean the same category the rules' team stays too.
    """
    worded = any(match.words for match in decision.reason.matches if match.category is decision.category)
    if worded and not proposal.decides:
        return replace(decision, opinion=proposal)
    return replace(
        decision,
        category=proposal.category,
        team=decision.team if proposal.category is decision.category else proposal.team,
        rule=proposal.name,
        confidence=proposal.confidence,
        sure=proposal.decides,
        opinion=proposal,
    )
