"""Working calendars: a regular week in a time zone, with the holidays and exceptions that override it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from worktime.china import announced_year
from worktime.errors import CalendarError
from worktime.week import DAYS_PER_WEEK, MIDNIGHT, Slot, Week

Holidays = Literal["none", "china"]
HOLIDAYS: Final[tuple[Holidays, ...]] = ("none", "china")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether a year's public holidays are known; when not, only the regular week was used and `note` says so."""

    known: bool
    note: str


@dataclass(frozen=True)
class Calendar:
    """When a party works. Immutable, hashable and comparable by value, so it can key a cache and be frozen in a case.

    The first rule that fits a day decides it: `extra_holidays` (off), `extra_workdays` (slots of `makeup_weekday`),
    announced public holiday (off), announced make-up day (slots of `makeup_weekday`), regular `week`.
    Raises `CalendarError` for an unknown time zone or holiday set, slots out of order, and a day that is both extras.
    """

    name: str
    timezone: str
    week: Mapping[int, tuple[Slot, ...]]
    holidays: Holidays = "none"
    extra_holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    makeup_weekday: int = 0
    zone: ZoneInfo = field(init=False, repr=False, compare=False)
    is_continuous: bool = field(init=False, repr=False, compare=False)
    has_working_time: bool = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        week = Week(self.week)
        if self.holidays not in HOLIDAYS:
            raise CalendarError(f"holidays {self.holidays!r} is not one of {', '.join(HOLIDAYS)}")
        if self.makeup_weekday not in range(DAYS_PER_WEEK):
            raise CalendarError(f"makeup_weekday {self.makeup_weekday!r} is not one of 0 (Monday) to 6 (Sunday)")
        extra_holidays, extra_workdays = frozenset(self.extra_holidays), frozenset(self.extra_workdays)
        if any(isinstance(day, datetime) for day in extra_holidays | extra_workdays):
            raise CalendarError("extra holidays and workdays are dates without a time")
        both = extra_holidays & extra_workdays
        if both:
            raise CalendarError(f"{min(both).isoformat()} is both an extra holiday and an extra workday")
        derived: dict[str, object] = {
            "week": week,
            "extra_holidays": extra_holidays,
            "extra_workdays": extra_workdays,
            "zone": _zone(self.timezone),
            "is_continuous": week.is_gapless and self.holidays == "none" and not extra_holidays,
            "has_working_time": not week.is_empty,
        }
        for attribute, value in derived.items():
            object.__setattr__(self, attribute, value)
        object.__setattr__(self, "_hash", hash(self._identity()))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type["Calendar"], tuple[object, ...]]:
        return Calendar, self._identity()

    def _identity(self) -> tuple[object, ...]:
        return (
            self.name,
            self.timezone,
            self.week,
            self.holidays,
            self.extra_holidays,
            self.extra_workdays,
            self.makeup_weekday,
        )

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        """The slots worked on a local day, in order; empty when the day is off."""
        if day in self.extra_holidays:
            return ()
        if day in self.extra_workdays:
            return self.week[self.makeup_weekday]
        announced = announced_year(day.year) if self.holidays == "china" else None
        if announced is not None:
            if day in announced.holidays:
                return ()
            if day in announced.makeup_workdays:
                return self.week[self.makeup_weekday]
        return self.week[day.weekday()]

    def coverage(self, year: int) -> Coverage:
        """Whether the public holidays of a local year are known to this calendar."""
        if self.holidays == "none":
            return Coverage(known=True, note="this calendar observes no public holidays")
        if announced_year(year) is None:
            return Coverage(known=False, note=f"public holidays of {year} are not known: the regular week was assumed")
        return Coverage(known=True, note=f"public holidays and make-up days of {year} as announced")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise CalendarError(f"time zone {name!r} is not known") from None


AROUND_THE_CLOCK: Final = Calendar(
    name="around the clock",
    timezone="UTC",
    week={weekday: (Slot(MIDNIGHT, MIDNIGHT),) for weekday in range(DAYS_PER_WEEK)},
)
