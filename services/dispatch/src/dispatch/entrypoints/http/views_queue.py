"""What the API shows of a case in the work queue."""

from datetime import datetime, timedelta

from chassis.http import Listing
from pydantic import BaseModel, Field
from worktime import working_time_between

from dispatch.adapters.mongo_queue import QueueRow
from dispatch.domain.frozen_calendar import FrozenCalendar, working_calendar
from dispatch.domain.words import CategoryName, LevelName, Status, Step


class QueueItem(BaseModel):
    """A case in the queue; `version` is what If-Match wants."""

    id: str
    version: int
    number: str
    status: Status
    round: int
    team: str = Field(description="The team of the line")
    with_team: str = Field(description="The team with whom the running step lies; what the filter `team` means")
    step: Step | None
    responsible: str | None
    responsible_absent: bool
    category: CategoryName
    severity: LevelName
    urgency: LevelName
    customer_name: str
    product_name: str | None
    opened_at: datetime
    due_at: datetime | None = Field(description="null while the clock stands still within its limit")
    left_seconds: float | None = Field(description="By the wall clock; below zero when overdue; null without due time")
    left_working_seconds: float | None = Field(description="In the step's working calendar; null without running step")
    calendar: str | None
    paused: bool
    overdue: bool
    escalation_level: int


class QueueTotal(BaseModel):
    """How many cases fit; not `exact`: this many and more."""

    count: int
    exact: bool


class QueueListing(Listing[QueueItem]):
    """A page of the queue as of one moment."""

    as_of: datetime
    total: QueueTotal | None = Field(default=None, description="On the first page only")


def queue_item(row: QueueRow, now: datetime, absent: frozenset[str]) -> QueueItem:
    """The case at `now`."""
    place, state, run = row.lookup, row.state, row.state.running
    calendar = None if run is None else run.level.calendar
    return QueueItem(
        id=row.id,
        version=row.version,
        number=state.case.number,
        status=place.status,
        round=state.round,
        team=state.team,
        with_team=place.team,
        step=place.step,
        responsible=place.responsible,
        responsible_absent=place.responsible in absent,
        category=place.category,
        severity=place.severity,
        urgency=state.classifications[-1].urgency,
        customer_name=state.case.customer_name,
        product_name=state.case.product_name,
        opened_at=state.opened_at,
        due_at=place.due_at if run is not None else state.due_at,
        left_seconds=None if place.due_at is None else (place.due_at - now).total_seconds(),
        left_working_seconds=None if calendar is None else _left(row, calendar, now),
        calendar=None if calendar is None else calendar.name,
        paused=place.paused,
        overdue=run is not None and (run.overdue_at is not None or (place.due_at is not None and now > place.due_at)),
        escalation_level=0 if run is None else len(run.escalated),
    )


def _left(row: QueueRow, calendar: FrozenCalendar, now: datetime) -> float | None:
    place = row.lookup
    if place.left_ms is not None:
        return timedelta(milliseconds=place.left_ms).total_seconds()
    if place.due_at is None:
        return None
    working = working_calendar(calendar)
    if now <= place.due_at:
        return working_time_between(working, now, place.due_at).total_seconds()
    return -working_time_between(working, place.due_at, now).total_seconds()
