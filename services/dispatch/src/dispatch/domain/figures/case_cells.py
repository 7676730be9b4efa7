"""One case as a row of a file: what it is, when it moved, how every step kept its limit, how often it changed hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from worktime import Calendar

from dispatch.domain.figures.answering import communicated_at, first_response_at
from dispatch.domain.figures.case_row import CaseRow, StepRow
from dispatch.domain.figures.first_response import response_sample
from dispatch.domain.figures.reassignments import reassignment_sample
from dispatch.domain.figures.verdicts import Verdict, verdict
from dispatch.domain.words import STEPS, Step

Cell: TypeAlias = str | int | float | datetime | None

HOUR = timedelta(hours=1)
DIGITS = 4
"""Hours are told to a third of a second."""


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What tells one case from another."""

    number: str
    customer_code: str | None
    customer_name: str
    order_number: str | None
    product_name: str | None
    product_model: str | None
    product_serial: str | None


def step_columns(step: Step) -> tuple[str, str, str, str]:
    """The names of a step's four columns."""
    return f"{step}_limit_hours", f"{step}_used_hours", f"{step}_paused_hours", f"{step}_result"


COLUMNS: tuple[str, ...] = (
    "number",
    "kind",
    "channel",
    "customer_code",
    "customer_name",
    "grade",
    "order_number",
    "product_name",
    "product_model",
    "product_serial",
    "category",
    "severity",
    "urgency",
    "team",
    "responsible",
    "status",
    "opened_at",
    "classified_at",
    "first_response_at",
    "first_response_business_hours",
    "communicated_at",
    "resolved_at",
    *(name for step in STEPS for name in step_columns(step)),
    "reassignments",
    "hand_overs",
    "team_changes",
    "reopenings",
    "reclassifications",
    "repair_attempts",
    "rounds",
)


def case_cells(head: CaseHead, row: CaseRow, calendar: Calendar, now: datetime) -> tuple[Cell, ...]:
    """The cells in the order of `COLUMNS`; business hours are those of `calendar`, open clocks are read at `now`."""
    moved = reassignment_sample(row)
    response = response_sample(row, calendar).response
    cells: dict[str, Cell] = {
        "number": head.number,
        "kind": row.kind,
        "channel": row.channel,
        "customer_code": head.customer_code,
        "customer_name": head.customer_name,
        "grade": row.grade,
        "order_number": head.order_number,
        "product_name": head.product_name,
        "product_model": head.product_model,
        "product_serial": head.product_serial,
        "category": row.category,
        "severity": row.severity,
        "urgency": row.urgency,
        "team": row.team,
        "responsible": row.responsible,
        "status": row.status,
        "opened_at": row.opened_at,
        "classified_at": row.classified_at,
        "first_response_at": first_response_at(row),
        "first_response_business_hours": None if response is None else round(response.business_hours, DIGITS),
        "communicated_at": communicated_at(row),
        "resolved_at": row.resolved_at,
        "reassignments": moved.total,
        "hand_overs": moved.hand_overs,
        "team_changes": moved.reclassifications,
        "reopenings": moved.reopenings,
        "reclassifications": row.reclassifications,
        "repair_attempts": row.repair_attempts,
        "rounds": row.round,
    }
    for step in STEPS:
        cells.update(_step_cells(step, [run for run in row.steps if run.step == step], now))
    return tuple(cells[name] for name in COLUMNS)


def _step_cells(step: Step, runs: Sequence[StepRow], now: datetime) -> Mapping[str, Cell]:
    """All runs of one step together, of every round; dropped ones count only when there is no other."""
    verdicts = [verdict(run, now) for run in runs]
    counted = [run for run, found in zip(runs, verdicts, strict=True) if found != "dropped"] or runs
    limit, used, paused, result = step_columns(step)
    if not runs:
        return dict.fromkeys((limit, used, paused, result))
    return {
        limit: _hours(timedelta(seconds=sum(run.limit_seconds for run in counted))),
        used: _hours(sum((run.clock.used(run.calendar, _until(run, now)) for run in counted), timedelta(0))),
        paused: _hours(sum((run.clock.paused(run.calendar, _until(run, now)) for run in counted), timedelta(0))),
        result: next(found for found in _GRAVEST if found in verdicts),
    }


_GRAVEST: tuple[Verdict, ...] = ("missed", "running", "met", "dropped")


def _until(run: StepRow, now: datetime) -> datetime:
    return max(now, run.clock.started_at)


def _hours(span: timedelta) -> float:
    return round(span / HOUR, DIGITS)
