"""Working time by counting minutes one at a time: no calendars, no intervals, nothing shared with `worktime`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

import chinese_calendar

FIRST = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)
"""Minute 0: the first of January 2026 in Shanghai, which is eight hours ahead of UTC all year."""
DAYS = 900
DAY = 24 * 60
OFFICE = [(8 * 60 + 30, 12 * 60), (13 * 60, 17 * 60 + 30)]


def instant(minute: int) -> datetime:
    """The instant at which a minute begins."""
    return FIRST + timedelta(minutes=minute)


def minute_of(at: datetime) -> int:
    """The minute that begins at an instant; AssertionError between two minutes."""
    elapsed = at - FIRST
    assert elapsed % timedelta(minutes=1) == timedelta(0), at
    return elapsed // timedelta(minutes=1)


@cache
def worked(calendar: str) -> bytes:
    """One byte per minute, 1 where it is worked."""
    if calendar == "around_the_clock":
        return bytes([1]) * (DAYS * DAY)
    assert calendar == "office"
    day = bytearray(DAY)
    for start, end in OFFICE:
        for minute in range(start, end):
            day[minute] = 1
    return b"".join(bytes(day) if _is_workday(number) else bytes(DAY) for number in range(DAYS))


def _is_workday(number: int) -> bool:
    """By the announced calendar; by the weekday in a year that is not announced yet."""
    day = date(2026, 1, 1) + timedelta(days=number)
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


@dataclass
class Stopwatch:
    """What a step's clock must show: minutes that are worked and not paused, one after the other from `start`."""

    calendar: str
    start: int
    pauses: list[tuple[int, int | None]] = field(default_factory=list)
    stop: int | None = None

    @property
    def is_paused(self) -> bool:
        return self.stop is None and bool(self.pauses) and self.pauses[-1][1] is None

    def dues(self, limits: Sequence[int]) -> list[int | None]:
        """For each rising limit in minutes the minute at whose beginning it is used up, as if nobody had stopped."""
        flags, paused = worked(self.calendar), self._pauses(len(worked(self.calendar)))
        dues: list[int | None] = []
        minute = self.start
        counted = 0
        wanted = iter(limits)
        limit = next(wanted, None)
        while limit is not None and (minute := flags.find(1, minute)) >= 0:
            while paused and paused[0][1] <= minute:
                paused.pop(0)
            if paused and paused[0][0] <= minute:
                minute = paused[0][1]
                continue
            counted += 1
            minute += 1
            while limit is not None and counted == limit:
                dues.append(minute)
                limit = next(wanted, None)
        return dues + [None] * (len(limits) - len(dues))

    def used(self, now: int) -> int:
        """Minutes worked and not paused until `now`, or until it was stopped."""
        end = now if self.stop is None else min(now, self.stop)
        return sum(worked(self.calendar)[self.start : end]) - self.paused(now)

    def paused(self, now: int) -> int:
        """Minutes worked but paused until `now`, or until it was stopped."""
        end = now if self.stop is None else min(now, self.stop)
        flags = worked(self.calendar)
        return sum(sum(flags[begin : min(until, end)]) for begin, until in self._pauses(end) if begin < end)

    def _pauses(self, horizon: int) -> list[tuple[int, int]]:
        return [(begin, horizon if until is None else until) for begin, until in self.pauses]
