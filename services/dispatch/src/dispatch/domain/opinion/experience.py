"""What finished classifications teach: examples for the next model, and whether this one had been right."""

from dataclasses import dataclass

from dispatch.domain.assignment import Assignment
from dispatch.domain.classification import Category
from dispatch.domain.classified import BY_RULESET, Proposed
from dispatch.domain.opinion.examples import Example
from dispatch.domain.words import CategoryName


@dataclass(frozen=True, slots=True)
class Tried:
    """A proposal beside the class that a person gave afterwards."""

    proposal: Proposed
    category: CategoryName
    team: str

    @property
    def category_right(self) -> bool:
        """Whether the person meant the proposed category."""
        return self.category == self.proposal.category

    @property
    def team_right(self) -> bool:
        """Whether the person chose the proposed team."""
        return self.team == self.proposal.team


def learned_from(assignment: Assignment) -> Example | None:
    """A person's class, else that of a sure rule. None for what a model decided: it must not teach itself."""
    last = assignment.classification
    if not last.by_person and not (last.sure and last.by.startswith(BY_RULESET)):
        return None
    case = assignment.case
    return Example(
        text=assignment.description,
        product=case.product_name or case.product_model or "",
        category=Category(last.category),
        source="person" if last.by_person else "rule",
        team=last.team,
        kind=case.kind,
    )


def tried(assignment: Assignment) -> Tried | None:
    """The latest proposal and what a person said since; None without a proposal or a person's word."""
    last = assignment.classification
    if not last.by_person:
        return None
    proposals = [made.opinion for made in assignment.classifications if made.opinion is not None]
    return Tried(proposals[-1], last.category, last.team) if proposals else None
