"""A timed stage of a process beside P1's steps (a return, an 8D record): reminders, the limit, the chain (M9)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from worktime import deadline

from dispatch.domain.frozen_calendar import FrozenCalendar, working_calendar
from dispatch.domain.service_level import Escalation


@dataclass(frozen=True, slots=True)
class Stage:
    """The limit of one stage in seconds of `calendar`, as frozen into a record.

    `reminders` are fractions of the limit below 1, rising; `escalations` rise, and the first stands at the limit.
    """

    name: str
    limit_seconds: int
    calendar: FrozenCalendar
    reminders: tuple[float, ...]
    escalations: tuple[Escalation, ...]


@dataclass(frozen=True, slots=True)
class StageRun:
    """A stage that runs or ran; `reminded` and `escalated` count what was told, `overdue_at` is when it first was."""

    stage: Stage
    started_at: datetime
    due_at: datetime
    reminded: int = 0
    escalated: int = 0
    overdue_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def met(self) -> bool | None:
        """Whether the limit was kept; None while the stage runs and is not late."""
        if self.overdue_at is not None:
            return False
        return None if self.ended_at is None else True


@dataclass(frozen=True, slots=True)
class StageReminded:
    """A fraction of the limit is used up."""

    run: StageRun
    fraction: float
    at: datetime


@dataclass(frozen=True, slots=True)
class StageOverdue:
    """The limit, or a further multiple of it, passed: `level` of the chain is told, 1 at the limit itself."""

    run: StageRun
    level: int
    addressee: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """What comes next while nobody acts."""

    kind: Literal["reminder", "overdue"]
    number: int
    due: datetime

    @property
    def name(self) -> str:
        """Unique within the run of a stage."""
        return f"{self.kind}:{self.number}"


def start_stage(stage: Stage, at: datetime) -> StageRun:
    """The clock begins at `at`."""
    due = deadline(working_calendar(stage.calendar), at, timedelta(seconds=stage.limit_seconds))
    return StageRun(stage=stage, started_at=at, due_at=due.at)


def next_mark(run: StageRun) -> Mark | None:
    """The first mark not yet passed, so that each is told once and in order; None when none is left."""
    if run.ended_at is not None:
        return None
    if run.escalated == 0 and run.reminded < len(run.stage.reminders):
        return Mark("reminder", run.reminded + 1, _due_of(run, run.stage.reminders[run.reminded]))
    if run.escalated < len(run.stage.escalations):
        return Mark("overdue", run.escalated + 1, _due_of(run, run.stage.escalations[run.escalated].at))
    return None


def pass_mark(run: StageRun, mark: Mark, now: datetime) -> tuple[StageRun, StageReminded | StageOverdue]:
    """The run after its next mark, and what is to be told."""
    if mark.kind == "reminder":
        reminded = replace(run, reminded=mark.number)
        return reminded, StageReminded(reminded, run.stage.reminders[mark.number - 1], now)
    return _overdue(run, mark.number, now)


def end_stage(run: StageRun, at: datetime) -> tuple[StageRun, tuple[StageOverdue, ...]]:
    """The stage is done. One that is late before its timer fired is told overdue all the same."""
    moment = max(at, run.started_at)
    if run.escalated == 0 and moment > run.due_at:
        late, told = _overdue(run, 1, moment)
        return replace(late, ended_at=moment), (replace(told, run=replace(late, ended_at=moment)),)
    return replace(run, ended_at=moment), ()


def _overdue(run: StageRun, level: int, now: datetime) -> tuple[StageRun, StageOverdue]:
    late = replace(run, escalated=level, overdue_at=run.overdue_at or now)
    return late, StageOverdue(late, level, run.stage.escalations[level - 1].to, now)


def _due_of(run: StageRun, fraction: float) -> datetime:
    limit = timedelta(milliseconds=round(fraction * run.stage.limit_seconds * 1000))
    return run.due_at if fraction == 1.0 else deadline(working_calendar(run.stage.calendar), run.started_at, limit).at
