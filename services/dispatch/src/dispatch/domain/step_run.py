"""One step of P1 in somebody's hands, with its clock (R3)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from worktime import Ledger, deadline

from dispatch.domain.frozen_calendar import working_calendar
from dispatch.domain.holdings import Holding, StandIn, released
from dispatch.domain.service_level import StepLevel
from dispatch.domain.words import StepOutcome

LIMIT = 1.0
"""The whole limit, as a fraction of it."""


@dataclass(frozen=True, slots=True)
class Escalated:
    """A level of the chain that was told, and when."""

    level: int
    to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepRun:
    """A step that runs or ran. `clock` counts in the calendar of `level`; `reminded` counts the reminders sent.

    While the clock is paused, `due_at` is what it was before, and `awaits` names the events that let it run on.
    """

    round: int
    level: StepLevel
    responsible: str
    clock: Ledger
    due_at: datetime
    holdings: tuple[Holding, ...]
    reminded: int = 0
    overdue_at: datetime | None = None
    escalated: tuple[Escalated, ...] = ()
    accepted_at: datetime | None = None
    accepted_by: str | None = None
    outcome: StepOutcome | None = None
    ended_by: str | None = None
    awaits: tuple[str, ...] = ()

    @property
    def started_at(self) -> datetime:
        """When the clock began."""
        return self.clock.started_at

    @property
    def reason(self) -> str:
        """Why the first responsible was chosen."""
        return self.holdings[0].note

    def due_of(self, fraction: float) -> datetime | None:
        """When this fraction of the limit is used up, to the millisecond; None while the clock is paused."""
        if fraction == LIMIT and not self.clock.pauses:
            return self.due_at
        limit = timedelta(milliseconds=round(fraction * self.level.limit_seconds * 1000))
        calendar = working_calendar(self.level.calendar)
        if not self.clock.pauses:
            return deadline(calendar, self.started_at, limit).at
        due = self.clock.due(calendar, limit)
        return None if due is None else due.at


Ending = Literal["done", "superseded", "cancelled"]


def start_step(
    level: StepLevel,
    *,
    round_number: int,
    responsible: str,
    reason: str,
    by: str,
    at: datetime,
    since: datetime | None = None,
) -> StepRun:
    """Begin a step at `at`; its clock counts from `since` when that is earlier."""
    clock = Ledger(min(at, since or at))
    due = deadline(working_calendar(level.calendar), clock.started_at, timedelta(seconds=level.limit_seconds))
    return StepRun(
        round=round_number,
        level=level,
        responsible=responsible,
        clock=clock,
        due_at=due.at,
        holdings=(Holding(responsible=responsible, since=at, note=reason, by=by),),
    )


def end_step(run: StepRun, ending: Ending, *, by: str, at: datetime) -> StepRun:
    """Stop the clock. A step that is done is `met` exactly until its due instant; one told overdue stays `missed`."""
    moment = not_before(run, at)
    stopped = replace(run, clock=run.clock.stop(moment), awaits=())
    due_at = stopped.due_of(LIMIT) or run.due_at
    late = moment > due_at or run.overdue_at is not None
    outcome: StepOutcome = ("missed" if late else "met") if ending == "done" else ending
    return replace(
        stopped,
        due_at=due_at,
        outcome=outcome,
        ended_by=by,
        overdue_at=moment if ending == "done" and late and run.overdue_at is None else run.overdue_at,
        holdings=released(run.holdings, moment),
    )


def pass_to(
    run: StepRun, responsible: str, *, note: str, by: str, at: datetime, instead_of: StandIn | None = None
) -> StepRun:
    """The same step in other hands, in the place of somebody absent when that is said; the clock runs on."""
    moment = not_before(run, at)
    holding = Holding(responsible=responsible, since=moment, note=note, by=by, instead_of=instead_of)
    return replace(run, responsible=responsible, holdings=(*released(run.holdings, moment), holding))


def pause_step(run: StepRun, reason: str, awaits: tuple[str, ...], *, at: datetime) -> StepRun:
    """The clock stands still until one of the awaited events, or a person, lets it run on."""
    return replace(run, clock=run.clock.pause(not_before(run, at), reason), awaits=awaits)


def resume_step(run: StepRun, *, at: datetime) -> StepRun:
    """The clock runs on; the limit has moved by the working time that it stood still."""
    running = replace(run, clock=run.clock.resume(not_before(run, at)), awaits=())
    return replace(running, due_at=running.due_of(LIMIT) or run.due_at)


def not_before(run: StepRun, at: datetime) -> datetime:
    """`at`, or what the run already knows when another replica's clock was ahead."""
    last_pause = run.clock.pauses[-1] if run.clock.pauses else None
    known = (last_pause.end or last_pause.start) if last_pause is not None else run.started_at
    return max(at, known, run.holdings[-1].since)
