"""The regular week: which stretches of each weekday are worked, by the wall clock of the place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Final

from worktime.errors import CalendarError

MIDNIGHT: Final = time(0)
DAYS_PER_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of one day, `start` included, `end` excluded; an `end` of 00:00 is the midnight that ends the day.

    A night shift is two slots, one on each day. Raises `CalendarError` when the end does not follow the start.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start.tzinfo is not None or self.end.tzinfo is not None:
            raise CalendarError(f"slot {self} carries a time zone; the calendar's own applies")
        if not self.to_midnight and self.end <= self.start:
            raise CalendarError(f"slot {self} does not end after it starts; split a slot at midnight")

    @property
    def to_midnight(self) -> bool:
        return self.end == MIDNIGHT

    def __str__(self) -> str:
        return f"{self.start.isoformat()}-{'24:00' if self.to_midnight else self.end.isoformat()}"


class Week(Mapping[int, tuple[Slot, ...]]):
    """Monday (0) to Sunday (6), each with its slots in order; a day left out is not worked. Immutable and hashable."""

    __slots__ = ("_days",)

    def __init__(self, days: Mapping[int, tuple[Slot, ...]]) -> None:
        unknown = [day for day in days if day not in range(DAYS_PER_WEEK)]
        if unknown:
            raise CalendarError(f"weekday {unknown[0]!r} is not one of 0 (Monday) to 6 (Sunday)")
        self._days = tuple(_in_order(day, tuple(days.get(day, ()))) for day in range(DAYS_PER_WEEK))

    def __getitem__(self, weekday: int) -> tuple[Slot, ...]:
        if weekday not in range(DAYS_PER_WEEK):
            raise KeyError(weekday)
        return self._days[weekday]

    def __iter__(self) -> Iterator[int]:
        return iter(range(DAYS_PER_WEEK))

    def __len__(self) -> int:
        return DAYS_PER_WEEK

    def __hash__(self) -> int:
        return hash(self._days)

    def __repr__(self) -> str:
        return f"Week({dict(self)!r})"

    @property
    def is_empty(self) -> bool:
        return not any(self._days)

    @property
    def is_gapless(self) -> bool:
        return all(_fills_the_day(slots) for slots in self._days)


def _in_order(weekday: int, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    for earlier, following in pairwise(slots):
        if earlier.to_midnight or following.start < earlier.end:
            raise CalendarError(f"weekday {weekday}: slot {following} overlaps or precedes {earlier}")
    return slots


def _fills_the_day(slots: tuple[Slot, ...]) -> bool:
    return (
        bool(slots)
        and slots[0].start == MIDNIGHT
        and slots[-1].to_midnight
        and all(earlier.end == following.start for earlier, following in pairwise(slots))
    )
