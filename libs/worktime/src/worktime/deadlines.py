"""Working time added to an instant, and working time between two instants."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from worktime.calendar import Calendar
from worktime.errors import CalendarError
from worktime.instants import LAST_YEAR, ZERO, later, to_utc
from worktime.months import LONGEST_SPAN, SEARCH_YEARS, months_from


@dataclass(frozen=True, slots=True)
class Deadline:
    """The instant (UTC) a limit runs out, and the local years on the way whose public holidays were not known."""

    at: datetime
    assumed_years: tuple[int, ...] = ()


def deadline(calendar: Calendar, start: datetime, limit: timedelta) -> Deadline:
    """The earliest instant, not before `start`, with `limit` of working time elapsed since `start`.

    By that rule a limit of zero is due at `start` itself, worked or not, and a limit that is used up exactly when a
    slot ends is due then, not at the start of the next slot.
    Raises `InstantError` (naive, out of range), `CalendarError` (negative limit, no or too little working time).
    """
    begin = to_utc(start)
    require_limit(limit)
    elapses_anyway = calendar.is_continuous or limit == ZERO
    at = later(begin, limit) if elapses_anyway else _after_working(calendar, begin, limit)
    return Deadline(at, assumed_years(calendar, begin, at))


def working_time_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time from `start` to `end`, as really elapsed (a slot over a skipped hour is an hour shorter).

    Raises `InstantError`, and `CalendarError` when `end` precedes `start` or lies further away than can be searched.
    """
    begin, finish = to_utc(start), to_utc(end)
    if finish < begin:
        raise CalendarError(f"end {finish.isoformat()} precedes start {begin.isoformat()}")
    if calendar.is_continuous:
        return finish - begin
    if finish - begin > LONGEST_SPAN:
        raise CalendarError(f"{begin.isoformat()} to {finish.isoformat()} is more than {SEARCH_YEARS} years")
    total = ZERO
    for month in months_from(calendar, begin):
        total += month.worked_before(finish) - month.worked_before(begin)
        if finish <= month.until:
            break
    return total


def is_working(calendar: Calendar, at: datetime) -> bool:
    """Whether `at` lies in a slot; the instant a slot ends no longer does."""
    instant = to_utc(at)
    if calendar.is_continuous:
        return True
    return next((month.is_working(instant) for month in months_from(calendar, instant) if instant < month.until), False)


def next_working_instant(calendar: Calendar, at: datetime) -> datetime:
    """`at` itself (in UTC) when it is worked, else the start of the next slot.

    Raises `InstantError`, and `CalendarError` when there is none within the years searched.
    """
    instant = to_utc(at)
    if calendar.is_continuous:
        return instant
    for month in months_from(calendar, instant):
        found = month.next_working(instant)
        if found is not None and found.year <= LAST_YEAR:
            return found
    raise _too_little(calendar, instant)


def assumed_years(calendar: Calendar, start: datetime, end: datetime) -> tuple[int, ...]:
    """Local years from `start` to `end` whose public holidays the calendar should observe but does not know."""
    if calendar.holidays == "none":
        return ()
    first, last = start.astimezone(calendar.zone).year, end.astimezone(calendar.zone).year
    return tuple(year for year in range(first, last + 1) if not calendar.coverage(year).known)


def require_limit(limit: timedelta) -> None:
    """Raises `CalendarError` for a negative limit."""
    if limit < ZERO:
        raise CalendarError(f"limit {limit} is negative")


def _after_working(calendar: Calendar, begin: datetime, limit: timedelta) -> datetime:
    if limit > LONGEST_SPAN:
        raise CalendarError(f"limit {limit} is more than {SEARCH_YEARS} years")
    remaining = limit
    for month in months_from(calendar, begin):
        worked = month.worked_before(begin) + remaining
        if worked <= month.total and (at := month.instant_of(worked)).year <= LAST_YEAR:
            return at
        remaining = worked - month.total
    raise _too_little(calendar, begin)


def _too_little(calendar: Calendar, begin: datetime) -> CalendarError:
    if not calendar.has_working_time:
        return CalendarError(f"calendar {calendar.name!r} has no working time")
    return CalendarError(f"calendar {calendar.name!r} has too little working time after {begin.isoformat()}")
