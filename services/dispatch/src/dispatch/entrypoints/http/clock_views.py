"""What the API shows of a case's clocks; every span is in seconds of the step's working calendar."""

from datetime import datetime, timedelta

from chassis.documents import Stored
from pydantic import BaseModel, Field
from worktime import Pause

from dispatch.domain.assignment import Assignment
from dispatch.domain.clocks import ClockReading, Held, Standing, read_clocks
from dispatch.domain.words import Step


class PauseView(BaseModel):
    """The clock stood still from `start` to `end` (null: still does)."""

    reason: str
    start: datetime
    end: datetime | None


class HeldView(BaseModel):
    """Who held the step, put there by whom and with which note."""

    responsible: str
    note: str
    by: str
    since: datetime
    until: datetime | None
    worked_seconds: float = Field(description="Working time that the clock ran in these hands")


class ClockView(BaseModel):
    """The clock of one step of one round."""

    step: Step
    round: int
    team: str
    responsible: str
    calendar: str
    standing: Standing
    limit_seconds: float
    used_seconds: float
    paused_seconds: float
    left_seconds: float = Field(description="Below zero by as much as the limit is exceeded")
    started_at: datetime
    stopped_at: datetime | None
    due_at: datetime | None = Field(description="null while the clock stands still within its limit")
    awaits: tuple[str, ...] = Field(description="Events that let a paused clock run on")
    pauses: tuple[PauseView, ...]
    held: tuple[HeldView, ...]


class ClocksView(BaseModel):
    """All clocks of a case as of one moment, in the order of their beginning."""

    case_id: str
    number: str
    version: int
    as_of: datetime
    policy: str
    policy_version: int
    items: tuple[ClockView, ...]


def clocks_view(stored: Stored[Assignment], now: datetime) -> ClocksView:
    """The clocks at `now`."""
    state = stored.state
    return ClocksView(
        case_id=state.case.id,
        number=state.case.number,
        version=stored.version,
        as_of=now,
        policy=state.service_level.policy,
        policy_version=state.service_level.policy_version,
        items=tuple(_clock(reading) for reading in read_clocks(state, now)),
    )


def _clock(reading: ClockReading) -> ClockView:
    run = reading.run
    return ClockView(
        step=run.level.step,
        round=run.round,
        team=run.level.team,
        responsible=run.responsible,
        calendar=run.level.calendar.name,
        standing=reading.standing,
        limit_seconds=_seconds(reading.limit),
        used_seconds=_seconds(reading.used),
        paused_seconds=_seconds(reading.paused),
        left_seconds=_seconds(reading.left),
        started_at=run.started_at,
        stopped_at=run.clock.stopped_at,
        due_at=reading.due_at,
        awaits=run.awaits,
        pauses=tuple(_pause(pause) for pause in reading.pauses),
        held=tuple(_held(held) for held in reading.held),
    )


def _pause(pause: Pause) -> PauseView:
    return PauseView(reason=pause.reason, start=pause.start, end=pause.end)


def _held(held: Held) -> HeldView:
    return HeldView(
        responsible=held.responsible,
        note=held.note,
        by=held.by,
        since=held.since,
        until=held.until,
        worked_seconds=_seconds(held.worked),
    )


def _seconds(span: timedelta) -> float:
    return span.total_seconds()
