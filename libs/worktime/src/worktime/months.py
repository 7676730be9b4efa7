"""A calendar's working stretches, laid out in UTC one local month at a time and remembered."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from worktime.calendar import Calendar
from worktime.instants import LAST_YEAR, ZERO
from worktime.wall_clock import first_reached
from worktime.week import MIDNIGHT

SEARCH_YEARS: Final = 50
"""How far a search goes before it gives up: it keeps every call bounded, whatever calendar or limit it is given."""

LONGEST_SPAN: Final = timedelta(days=365 * SEARCH_YEARS)
_ONE_DAY: Final = timedelta(days=1)
_LAST_MONTH: Final = (LAST_YEAR + 1, 1)


@dataclass(frozen=True, slots=True)
class Month:
    """The stretches of one local month: `starts[i]` to `ends[i]`, `worked[i]` the working time up to `ends[i]`.

    `until` is the instant at which the following month begins.
    """

    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    worked: tuple[timedelta, ...]
    total: timedelta
    until: datetime

    def is_working(self, at: datetime) -> bool:
        following = bisect_right(self.starts, at)
        return following > 0 and at < self.ends[following - 1]

    def worked_before(self, at: datetime) -> timedelta:
        """Working time of this month that lies before `at`."""
        following = bisect_right(self.starts, at)
        if following == 0:
            return ZERO
        end = self.ends[following - 1]
        return self.worked[following - 1] - (end - at if at < end else ZERO)

    def instant_of(self, worked: timedelta) -> datetime:
        """The earliest instant with `worked` (above zero, at most `total`) of this month's working time behind it."""
        index = bisect_left(self.worked, worked)
        return self.ends[index] - (self.worked[index] - worked)

    def next_working(self, at: datetime) -> datetime | None:
        index = bisect_right(self.ends, at)
        return max(at, self.starts[index]) if index < len(self.starts) else None


def months_from(calendar: Calendar, at: datetime) -> Iterator[Month]:
    """The months from that of `at` (UTC) on, for `SEARCH_YEARS` or to the last that can be computed.

    None at all for a calendar without working time.
    """
    local = at.astimezone(calendar.zone)
    year, month = local.year, local.month
    last = min((year + SEARCH_YEARS, 12), _LAST_MONTH) if calendar.has_working_time else (0, 0)
    while (year, month) <= last:
        yield month_of(calendar, year, month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


@lru_cache(maxsize=1024)
def month_of(calendar: Calendar, year: int, month: int) -> Month:
    """The working stretches of one local month."""
    starts: list[datetime] = []
    ends: list[datetime] = []
    worked: list[timedelta] = []
    total = ZERO
    day = date(year, month, 1)
    while day.month == month:
        for slot in calendar.slots_on(day):
            start = _reached(calendar, day, slot.start)
            end = _reached(calendar, day + _ONE_DAY if slot.to_midnight else day, slot.end)
            if start < end:
                total += end - start
                starts.append(start)
                ends.append(end)
                worked.append(total)
        day += _ONE_DAY
    return Month(tuple(starts), tuple(ends), tuple(worked), total, _reached(calendar, day, MIDNIGHT))


def _reached(calendar: Calendar, day: date, reading: time) -> datetime:
    return first_reached(calendar.zone, datetime.combine(day, reading))
