"""Instants: aware datetimes, carried in UTC so that differences are elapsed time, never wall-clock time."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from worktime.errors import CalendarError, InstantError

ZERO: Final = timedelta(0)
FIRST_YEAR: Final = 2
LAST_YEAR: Final = 9998


def to_utc(at: datetime) -> datetime:
    """The same instant in UTC.

    The first and the last year `datetime` can hold are refused: a local day there may not exist in UTC.
    Raises `InstantError` for a naive datetime and for the years 1 and 9999.
    """
    zone: tzinfo | None = at.tzinfo
    if zone is None or (zone is not UTC and at.utcoffset() is None):
        raise InstantError(f"instant {at.isoformat()} has no time zone")
    if zone is not UTC:
        try:
            at = at.astimezone(UTC)
        except OverflowError:
            raise InstantError(f"instant {at.isoformat()} {_RANGE}") from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise InstantError(f"instant {at.isoformat()} {_RANGE}")
    return at


def later(at: datetime, elapsed: timedelta) -> datetime:
    """`at` plus elapsed time, both in UTC; raises `CalendarError` instead of leaving the years `to_utc` accepts."""
    try:
        reached = at + elapsed
    except OverflowError:
        reached = None
    if reached is None or reached.year > LAST_YEAR:
        raise CalendarError(f"{elapsed} after {at.isoformat()} lies beyond the year {LAST_YEAR}")
    return reached


_RANGE: Final = f"is outside the years {FIRST_YEAR} to {LAST_YEAR} that can be computed"
