"""What a step's clock shows: limit, used, paused, left, met or missed, and who held it how long (M9, R3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from worktime import Pause

from dispatch.domain.assignment import Assignment
from dispatch.domain.frozen_calendar import working_calendar
from dispatch.domain.step_run import LIMIT, StepRun

Standing = Literal["running", "paused", "met", "missed", "superseded", "cancelled"]


@dataclass(frozen=True, slots=True)
class Held:
    """Who held the step from `since` to `until` (None: still does), and how much of its working time ran meanwhile."""

    responsible: str
    note: str
    by: str
    since: datetime
    until: datetime | None
    worked: timedelta


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One step's clock, in working time of its calendar. `left` is below zero by as much as the limit is exceeded.

    `due_at` is None while the clock stands still within the limit. `standing` is `missed` as soon as the limit is
    used up, also while the step runs on.
    """

    run: StepRun
    standing: Standing
    limit: timedelta
    used: timedelta
    paused: timedelta
    left: timedelta
    due_at: datetime | None
    pauses: tuple[Pause, ...]
    held: tuple[Held, ...]


def read_clocks(assignment: Assignment, now: datetime) -> tuple[ClockReading, ...]:
    """Every step that ran or runs, in the order of their beginning."""
    running = () if assignment.running is None else (assignment.running,)
    return tuple(read_clock(run, now) for run in (*assignment.finished, *running))


def read_clock(run: StepRun, now: datetime) -> ClockReading:
    """The clock at `now`, or as it was stopped; a `now` before what the run knows reads as that moment."""
    calendar = working_calendar(run.level.calendar)
    limit = timedelta(seconds=run.level.limit_seconds)
    moment = max(now, run.started_at)
    used = used_time(run, moment)
    due_at = run.due_of(LIMIT)
    return ClockReading(
        run=run,
        standing=_standing(run, due_at, moment),
        limit=limit,
        used=used,
        paused=run.clock.paused(calendar, moment),
        left=limit - used,
        due_at=due_at,
        pauses=run.clock.pauses,
        held=_held(run, moment),
    )


def used_time(run: StepRun, until: datetime) -> timedelta:
    """Working time that the step's clock has run until then."""
    return run.clock.used(working_calendar(run.level.calendar), until)


def _standing(run: StepRun, due_at: datetime | None, now: datetime) -> Standing:
    if run.outcome is not None:
        return run.outcome
    if run.overdue_at is not None or (due_at is not None and now > due_at):
        return "missed"
    return "paused" if run.clock.is_paused else "running"


def _held(run: StepRun, now: datetime) -> tuple[Held, ...]:
    """Each holder's share of the used time; time that the clock ran before anybody held it is nobody's."""
    calendar = working_calendar(run.level.calendar)
    held: list[Held] = []
    for holding in run.holdings:
        until = holding.until or max(now, holding.since)
        worked = run.clock.used(calendar, until) - run.clock.used(calendar, holding.since)
        held.append(Held(holding.responsible, holding.note, holding.by, holding.since, holding.until, worked))
    return tuple(held)
