"""From stored assignments, as far as a projection asked for them, to the rows of figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final, TypedDict, cast

from worktime import AROUND_THE_CLOCK, Calendar, Ledger, Pause, Weekday

from dispatch.domain.figures.case_cells import CaseHead
from dispatch.domain.figures.case_row import CaseRow, Holder, StepRow
from dispatch.domain.frozen_calendar import FrozenCalendar, working_calendar
from dispatch.domain.words import CategoryName, Channel, Grade, Kind, LevelName, Status, Step, StepOutcome

_STEP_FIELDS: Final = (
    "round",
    "level.step",
    "level.team",
    "level.limit_seconds",
    "level.calendar",
    "responsible",
    "clock",
    "due_at",
    "holdings.responsible",
    "holdings.since",
    "holdings.by",
    "overdue_at",
    "accepted_at",
    "outcome",
    "ended_by",
)
ROW_FIELDS: Final = (
    "opened_at",
    "status",
    "round",
    "team",
    "case.kind",
    "case.channel",
    "case.customer_grade",
    "classifications.category",
    "classifications.severity",
    "classifications.urgency",
    "classifications.sure",
    "classifications.at",
    "repairs.attempts",
    "resolutions.at",
    *(f"finished.{name}" for name in _STEP_FIELDS),
    *(f"running.{name}" for name in _STEP_FIELDS),
)
WITHOUT_LIMITS: Final = frozenset(
    f"{steps}.level.{name}" for steps in ("finished", "running") for name in ("calendar", "limit_seconds")
)
"""What only the working time of steps needs; it is most of what a case takes to read."""
HEAD_FIELDS: Final = (
    "number",
    "customer_code",
    "customer_name",
    "order_number",
    "product_name",
    "product_model",
    "product_serial",
)
ROW_PROJECTION: Final = {"_id": 0, **{f"state.{name}": 1 for name in ROW_FIELDS}}
LIGHT_PROJECTION: Final = {"_id": 0, **{f"state.{name}": 1 for name in ROW_FIELDS if name not in WITHOUT_LIMITS}}
LINE_PROJECTION: Final = {**ROW_PROJECTION, **{f"state.case.{name}": 1 for name in HEAD_FIELDS}}


class _Calendar(TypedDict):
    name: str
    timezone: str
    week: Sequence[str]
    holidays: str
    extra_holidays: Sequence[str]
    extra_workdays: Sequence[str]
    makeup_weekday: Weekday


class _Level(TypedDict):
    step: Step
    team: str
    limit_seconds: int
    calendar: _Calendar


class _Pause(TypedDict):
    reason: str
    start: datetime
    end: datetime | None


class _Clock(TypedDict):
    started_at: datetime
    pauses: Sequence[_Pause]
    stopped_at: datetime | None


class _Holding(TypedDict):
    responsible: str
    since: datetime
    by: str


class _Step(TypedDict):
    round: int
    level: _Level
    responsible: str
    clock: _Clock
    due_at: datetime
    holdings: Sequence[_Holding]
    overdue_at: datetime | None
    accepted_at: datetime | None
    outcome: StepOutcome | None
    ended_by: str | None


class _Class(TypedDict):
    category: CategoryName
    severity: LevelName
    urgency: LevelName
    sure: bool
    at: datetime


class _Case(TypedDict):
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


class _State(TypedDict):
    opened_at: datetime
    status: Status
    round: int
    team: str
    case: _Case
    classifications: Sequence[_Class]
    finished: Sequence[_Step]
    running: _Step | None
    repairs: Sequence[Mapping[str, int]]
    resolutions: Sequence[Mapping[str, datetime]]


def case_row(raw: Mapping[str, object]) -> CaseRow:
    """A document read with `ROW_PROJECTION`; where no step runs the projection leaves the whole field out.

    Read with `LIGHT_PROJECTION` its steps have no limit, and a calendar around the clock.
    """
    state = cast("_State", raw["state"])
    sure = [given for given in state["classifications"] if given["sure"]]
    holding = state["classifications"][-1]
    running = state.get("running")
    return CaseRow(
        opened_at=state["opened_at"],
        status=state["status"],
        round=state["round"],
        team=state["team"],
        kind=state["case"]["kind"],
        channel=state["case"]["channel"],
        grade=state["case"]["customer_grade"],
        category=holding["category"],
        severity=holding["severity"],
        urgency=holding["urgency"],
        classified_at=sure[0]["at"] if sure else None,
        reclassifications=max(len(sure) - 1, 0),
        steps=tuple(map(_step, (*state["finished"], *(() if running is None else (running,))))),
        repair_attempts=max((repair.get("attempts", 1) for repair in state["repairs"]), default=0),
        resolved_at=state["resolutions"][-1]["at"] if state["resolutions"] else None,
    )


def case_head(raw: Mapping[str, object]) -> CaseHead:
    """The same of a document read with `LINE_PROJECTION`."""
    case = cast("_State", raw["state"])["case"]
    return CaseHead(
        number=case["number"],
        customer_code=case.get("customer_code"),
        customer_name=case["customer_name"],
        order_number=case.get("order_number"),
        product_name=case.get("product_name"),
        product_model=case.get("product_model"),
        product_serial=case.get("product_serial"),
    )


def _step(raw: _Step) -> StepRow:
    level = raw["level"]
    return StepRow(
        step=level["step"],
        team=level["team"],
        round=raw["round"],
        limit_seconds=level.get("limit_seconds", 0),
        calendar=_calendar(level["calendar"]) if "calendar" in level else AROUND_THE_CLOCK,
        clock=_clock(raw["clock"]),
        due_at=raw["due_at"],
        holders=tuple(Holder(held["responsible"], held["since"], held["by"]) for held in raw["holdings"]),
        overdue_at=raw.get("overdue_at"),
        accepted_at=raw.get("accepted_at"),
        outcome=raw.get("outcome"),
        ended_by=raw.get("ended_by"),
    )


def _clock(raw: _Clock) -> Ledger:
    pauses = tuple(Pause(pause["reason"], pause["start"], pause["end"]) for pause in raw["pauses"])
    return Ledger(raw["started_at"], pauses, raw["stopped_at"])


def _calendar(raw: _Calendar) -> Calendar:
    return _known_calendar(
        raw["name"],
        raw["timezone"],
        tuple(raw["week"]),
        raw["holidays"],
        tuple(raw["extra_holidays"]),
        tuple(raw["extra_workdays"]),
        raw["makeup_weekday"],
    )


@lru_cache(maxsize=256)
def _known_calendar(
    name: str,
    timezone: str,
    week: tuple[str, ...],
    holidays: str,
    extra_holidays: tuple[str, ...],
    extra_workdays: tuple[str, ...],
    makeup_weekday: Weekday,
) -> Calendar:
    return working_calendar(
        FrozenCalendar(name, timezone, week, holidays, extra_holidays, extra_workdays, makeup_weekday)
    )
