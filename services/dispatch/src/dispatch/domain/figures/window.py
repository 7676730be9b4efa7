"""The window that a figure speaks of, and its days, weeks and months in a time zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from dispatch.domain.figures.errors import TooManyGroups, WindowEmpty

Period = Literal["day", "week", "month"]
WindowBy = Literal["opened", "resolved"]
"""Whether cases belong to a window by their opening, or by their resolution as long as that stands."""

ONE_DAY = timedelta(days=1)
LONGEST_PERIOD = 31


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` (included) to `until` (excluded), over the moment `by`; raises `WindowEmpty`."""

    since: datetime
    until: datetime
    by: WindowBy = "opened"

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise WindowEmpty


def period_key(at: datetime, period: Period, zone: tzinfo) -> str:
    """The local period of an instant: `2026-03-02`, ISO week `2026-W10` or `2026-03`."""
    return _key(at.astimezone(zone).date(), period)


def periods(window: Window, period: Period, zone: tzinfo, most: int) -> tuple[str, ...]:
    """Every period that the window touches, in order. Raises `TooManyGroups` for more than `most`."""
    first = window.since.astimezone(zone).date()
    last = (window.until - timedelta(microseconds=1)).astimezone(zone).date()
    if (last - first).days > most * LONGEST_PERIOD:
        raise TooManyGroups(limit=str(most))
    days = (first + ONE_DAY * number for number in range((last - first).days + 1))
    keys = tuple(dict.fromkeys(_key(day, period) for day in days))
    if len(keys) > most:
        raise TooManyGroups(limit=str(most))
    return keys


def _key(day: date, period: Period) -> str:
    if period == "day":
        return day.isoformat()
    if period == "month":
        return f"{day.year:04}-{day.month:02}"
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"
