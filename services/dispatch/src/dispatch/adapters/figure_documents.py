"""The shapes of stored assignments as figures read them; what a projection did not ask for is not there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from worktime import Weekday

from dispatch.domain.words import CategoryName, Channel, Grade, Kind, LevelName, Status, Step, StepOutcome


class StoredCalendar(TypedDict):
    name: str
    timezone: str
    week: Sequence[str]
    holidays: str
    extra_holidays: Sequence[str]
    extra_workdays: Sequence[str]
    makeup_weekday: Weekday


class StoredLevel(TypedDict, total=False):
    step: Step
    team: str
    limit_seconds: int
    calendar: StoredCalendar


class StoredPause(TypedDict):
    reason: str
    start: datetime
    end: datetime | None


class StoredClock(TypedDict, total=False):
    started_at: datetime
    pauses: Sequence[StoredPause]
    stopped_at: datetime | None


class StoredHolding(TypedDict):
    responsible: str
    since: datetime
    by: str


class StoredStep(TypedDict, total=False):
    round: int
    level: StoredLevel
    responsible: str
    clock: StoredClock
    due_at: datetime
    holdings: Sequence[StoredHolding]
    overdue_at: datetime | None
    accepted_at: datetime | None
    outcome: StepOutcome | None
    ended_by: str | None


class StoredClass(TypedDict, total=False):
    category: CategoryName
    severity: LevelName
    urgency: LevelName
    sure: bool
    at: datetime


class StoredCase(TypedDict):
    kind: Kind
    channel: Channel
    customer_grade: Grade
    number: str
    customer_code: str | None
    customer_name: str
    order_number: str | None
    product_name: str | None
    product_model: str | None
    product_serial: str | None


class StoredState(TypedDict, total=False):
    opened_at: datetime
    status: Status
    round: int
    team: str
    case: StoredCase
    classifications: Sequence[StoredClass]
    finished: Sequence[StoredStep]
    running: StoredStep | None
    repairs: Sequence[Mapping[str, int]]
    resolutions: Sequence[Mapping[str, datetime]]
