"""Was the rules' decision right? People's corrections are the truth (R7)."""

from dataclasses import dataclass

from dispatch.domain.assignment import Assignment
from dispatch.domain.boxes import standing
from dispatch.domain.classified import Classification
from dispatch.domain.words import CategoryName


@dataclass(frozen=True, slots=True)
class Judgement:
    """The rules' last decision about a case and, once people know, the category that is true.

    `right` None while nobody has judged.
    """

    decided: Classification
    truth: CategoryName | None

    @property
    def right(self) -> bool | None:
        """Whether the decision named the true category."""
        return None if self.truth is None else self.truth == self.decided.category


def judgement(assignment: Assignment) -> Judgement | None:
    """The truth is the last class that a person gave. Without one the rules' own is true once the responsible has
    signed a cause (F-54 box 3) and nobody objected. None where the rules never decided.
    """
    decided = next((made for made in reversed(assignment.classifications) if not made.by_person), None)
    if decided is None:
        return None
    last = assignment.classification
    if last.by_person:
        return Judgement(decided, last.category)
    answered = standing(assignment.boxes, "cause") is not None
    return Judgement(decided, decided.category if answered else None)


def misleading(judged: Judgement) -> tuple[tuple[str, str], ...]:
    """Rule and word of everything that spoke for a wrong category, each once; nothing when the decision was right."""
    if judged.right is not False:
        return ()
    decided = judged.decided
    return tuple(
        dict.fromkeys(
            (match.rule, word)
            for match in decided.matches
            if match.category == decided.category
            for word in match.words or ("",)
        )
    )
