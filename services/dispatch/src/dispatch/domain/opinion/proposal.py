"""What a model says about one case."""

from dataclasses import dataclass
from typing import Final

from dispatch.domain.classification.vocabulary import Category

BY_OPINION: Final = "opinion:"
LEFT_TO_PEOPLE: Final = frozenset({Category.OTHER})
"""What a model may propose but not decide: nothing that it knows is a reason for a person to look."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The category that a model takes for right, with its confidence in 0..1.

    `confidence` is the calibrated probability that a clerk would accept the category; from `threshold` on the proposal
    decides where the rules are unsure. `team` answers for the category by the ruleset. `shares` are the other
    categories that the model thought of with their weights in 0..1, best first, the proposed one included. Not `enough`
    was said when the category is only the least unlikely one.
    """

    model: str
    version: int
    category: Category
    team: str
    confidence: float
    threshold: float
    shares: tuple[tuple[Category, float], ...]
    enough: bool = True

    @property
    def decides(self) -> bool:
        """Whether the text says enough for the model to be sure of itself, and of a category that it may decide."""
        return self.enough and self.confidence >= self.threshold and self.category not in LEFT_TO_PEOPLE

    @property
    def name(self) -> str:
        """How explanations name it: `opinion:<model>@<version>`."""
        return f"{BY_OPINION}{self.model}@{self.version}"
