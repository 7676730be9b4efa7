"""From wall-clock readings to instants, on the days too when the clock jumps or repeats an hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def first_reached(zone: ZoneInfo, reading: datetime) -> datetime:
    """The first instant (UTC) at which a clock of the place shows `reading` (naive) or has passed it.

    A reading that occurs twice means its first occurrence; a reading that is skipped means the jump itself. A slot is
    thus always one unbroken stretch, neighbouring slots never overlap, and its length is what really elapses.
    """
    at = reading.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == reading:
        return at
    return _jump_between(zone, reading.replace(tzinfo=zone, fold=1).astimezone(UTC), at)


def _jump_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the zone's offset changes, `before` < result <= `after`, by bisection."""
    offset_before = before.astimezone(zone).utcoffset()
    before, after = before.replace(microsecond=0), after.replace(microsecond=0)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset_before:
            before = middle
        else:
            after = middle
    return after
