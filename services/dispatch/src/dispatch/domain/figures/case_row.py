"""One case as figures see it: a flat reading of its assignment, nothing that identifies the customer but the grade.

Named tuples, since hundreds of thousands are made for one figure: several times as fast as frozen dataclasses.
"""

from datetime import datetime
from typing import NamedTuple

from worktime import Calendar, Ledger

from dispatch.domain.figures.window import WindowBy
from dispatch.domain.words import CategoryName, Channel, Grade, Kind, LevelName, Status, Step, StepOutcome

ROLE = "role:"
STAFF = "staff:"


class Holder(NamedTuple):
    """Who held a step from `since` on, put there by whom."""

    responsible: str
    since: datetime
    by: str


class StepRow(NamedTuple):
    """One run of a step with its clock as it is stored; `calendar` is the one that the clock counts in."""

    step: Step
    team: str
    round: int
    limit_seconds: int
    calendar: Calendar
    clock: Ledger
    due_at: datetime
    holders: tuple[Holder, ...]
    overdue_at: datetime | None = None
    accepted_at: datetime | None = None
    outcome: StepOutcome | None = None
    ended_by: str | None = None

    @property
    def responsible(self) -> str:
        """Who holds it, or held it last."""
        return self.holders[-1].responsible


class CaseRow(NamedTuple):
    """`classified_at` is when the first sure class was given, `reclassifications` how often it changed since.

    Category and levels are those that hold, or the best guess. `steps` are in the order of their beginning, the last
    one may run. `repair_attempts` is the most that any repair order of the case needed.
    """

    opened_at: datetime
    status: Status
    round: int
    team: str
    kind: Kind
    channel: Channel
    grade: Grade
    category: CategoryName
    severity: LevelName
    urgency: LevelName
    classified_at: datetime | None
    reclassifications: int
    steps: tuple[StepRow, ...]
    repair_attempts: int = 0
    resolved_at: datetime | None = None

    def moment(self, by: WindowBy) -> datetime:
        """What places the case in a window; one that was never resolved has its opening only."""
        return self.opened_at if by == "opened" or self.resolved_at is None else self.resolved_at

    @property
    def line(self) -> StepRow | None:
        """The latest step of the responsible team."""
        return next((step for step in reversed(self.steps) if step.step not in ("01", "03")), None)

    @property
    def responsible(self) -> str:
        """Who answers for the case: the line's responsible, before there is one whoever is to classify it."""
        line = self.line
        if line is not None:
            return line.responsible
        return self.steps[-1].responsible if self.steps else NOBODY


NOBODY = "-"
"""How a case counts that nobody holds."""
