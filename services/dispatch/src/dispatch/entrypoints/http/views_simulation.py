"""What the API shows of a simulation: figures, the matrix, and every case that would be decided otherwise."""

from chassis.documents import Stored
from pydantic import BaseModel, Field

from dispatch.domain.rulesets.record import RulesetRecord
from dispatch.domain.rulesets.simulation import CaseChange, Simulation
from dispatch.domain.words import CategoryName


class MatrixCell(BaseModel):
    """So many cases went from one category to the other; equal ones are the unchanged."""

    before: CategoryName
    after: CategoryName
    cases: int


class SimulationView(BaseModel):
    """All figures are about the cases of this answer; `next` continues with those after it.

    `judged` are the cases whose true category people know, `right_*` those of them with the true category.
    `manual_*` would wait for a person to classify them.
    """

    ruleset_id: str
    sha256: str
    cases: int
    changed: int
    manual_before: int
    manual_after: int
    judged: int
    right_before: int
    right_after: int
    matrix: list[MatrixCell]
    changes: list[CaseChange]
    next: str | None = Field(default=None, description="Cursor of the following cases")


def simulation_view(stored: Stored[RulesetRecord], made: Simulation, following: str | None) -> SimulationView:
    """The matrix by the number of cases, most first."""
    cells = sorted(made.matrix.items(), key=lambda item: (-item[1], item[0]))
    return SimulationView(
        ruleset_id=stored.id,
        sha256=stored.state.text.digest,
        cases=made.cases,
        changed=len(made.changed),
        manual_before=made.manual_before,
        manual_after=made.manual_after,
        judged=made.judged,
        right_before=made.right_before,
        right_after=made.right_after,
        matrix=[MatrixCell(before=before, after=after, cases=cases) for (before, after), cases in cells],
        changes=list(made.changed),
        next=following,
    )
