"""From stored assignments, as far as a projection asked for them, to the rows of figures."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, cast

from worktime import AROUND_THE_CLOCK, Calendar, Ledger, Pause, Weekday

from dispatch.adapters.figure_documents import StoredCalendar, StoredClock, StoredLevel, StoredState, StoredStep
from dispatch.domain.figures.case_cells import CaseHead
from dispatch.domain.figures.case_row import CaseRow, Holder, StepRow
from dispatch.domain.frozen_calendar import FrozenCalendar, working_calendar

_UNREAD: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH: Final = _UNREAD.replace(tzinfo=None)


_NO_LEVEL: Final[StoredLevel] = {}
_NO_CLOCK: Final[StoredClock] = {}


def case_row(raw: Mapping[str, object]) -> CaseRow:
    """A document as a projection of `figure_fields` left it; where no step runs it leaves the whole field out.

    What was not asked for is told as something harmless: a figure must ask for what it reads.
    """
    state = cast("StoredState", raw["state"])
    classes = state["classifications"]
    sure = [given for given in classes if given.get("sure")]
    holding = classes[-1]
    running = state.get("running")
    case = state["case"]
    steps = state.get("finished", ())
    resolutions = state.get("resolutions", ())
    return CaseRow(
        opened_at=_utc(state["opened_at"]),
        status=state["status"],
        round=state["round"],
        team=state["team"],
        kind=case["kind"],
        channel=case["channel"],
        grade=case["customer_grade"],
        category=holding["category"],
        severity=holding["severity"],
        urgency=holding.get("urgency", "low"),
        classified_at=_utc(sure[0]["at"]) if sure else None,
        reclassifications=max(len(sure) - 1, 0),
        steps=tuple(map(_step, steps if running is None else (*steps, running))),
        repair_attempts=max((repair.get("attempts", 1) for repair in state.get("repairs", ())), default=0),
        resolved_at=_utc(resolutions[-1]["at"]) if resolutions else None,
    )


def case_head(raw: Mapping[str, object]) -> CaseHead:
    """The same of a document read with `LINE_PROJECTION`."""
    case = cast("StoredState", raw["state"])["case"]
    return CaseHead(
        number=case["number"],
        customer_code=case.get("customer_code"),
        customer_name=case["customer_name"],
        order_number=case.get("order_number"),
        product_name=case.get("product_name"),
        product_model=case.get("product_model"),
        product_serial=case.get("product_serial"),
    )


def _step(raw: StoredStep) -> StepRow:
    level = raw.get("level", _NO_LEVEL)
    return StepRow(
        step=level.get("step", "02C"),
        team=level.get("team", ""),
        round=raw.get("round", 1),
        limit_seconds=level.get("limit_seconds", 0),
        calendar=_calendar(level["calendar"]) if "calendar" in level else AROUND_THE_CLOCK,
        clock=_clock(raw.get("clock", _NO_CLOCK)),
        due_at=_known(raw.get("due_at")) or _UNREAD,
        holders=_holders(raw),
        overdue_at=_known(raw.get("overdue_at")),
        accepted_at=_known(raw.get("accepted_at")),
        outcome=raw.get("outcome"),
        ended_by=raw.get("ended_by"),
    )


def _holders(raw: StoredStep) -> tuple[Holder, ...]:
    if "holdings" not in raw:
        return (Holder(raw.get("responsible", ""), _UNREAD, ""),)
    return tuple(Holder(held["responsible"], _utc(held["since"]), held["by"]) for held in raw["holdings"])


def _clock(raw: StoredClock) -> Ledger:
    paused = raw.get("pauses", ())
    pauses = tuple(Pause(pause["reason"], _utc(pause["start"]), _known(pause["end"])) for pause in paused)
    return Ledger(_known(raw.get("started_at")) or _UNREAD, pauses, _known(raw.get("stopped_at")))


def _utc(at: datetime) -> datetime:
    """Of an instant read without its zone. Adding is several times as fast as `replace`, which hundreds of thousands of
    calls feel; and reckoning with `UTC` itself as fast again as with the driver's own zone."""
    return _UNREAD + (at - _EPOCH)


def _known(at: datetime | None) -> datetime | None:
    return None if at is None else _UNREAD + (at - _EPOCH)


def _calendar(raw: StoredCalendar) -> Calendar:
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
