"""A working calendar as it is frozen into an assignment: small, hashable, and independent of later edits."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from worktime import WEEKDAYS, Calendar, CalendarSpec, Weekday, calendar_from_spec, to_spec


@dataclass(frozen=True, slots=True)
class FrozenCalendar:
    """`week` has a text per weekday from Monday, such as `09:00-12:00 13:00-18:00`; empty is a day off."""

    name: str
    timezone: str
    week: tuple[str, ...]
    holidays: str = "none"
    extra_holidays: tuple[str, ...] = ()
    extra_workdays: tuple[str, ...] = ()
    makeup_weekday: Weekday = "mon"


def freeze_calendar(spec: Mapping[str, object] | CalendarSpec) -> FrozenCalendar:
    """Check a calendar's spec and freeze it; raises `worktime.CalendarError`."""
    checked = to_spec(calendar_from_spec(spec))
    return FrozenCalendar(
        name=checked["name"],
        timezone=checked["timezone"],
        week=tuple(
            " ".join(f"{slot['start']}-{slot['end']}" for slot in checked["week"].get(day, ())) for day in WEEKDAYS
        ),
        holidays=checked["holidays"],
        extra_holidays=tuple(checked["extra_holidays"]),
        extra_workdays=tuple(checked["extra_workdays"]),
        makeup_weekday=checked["makeup_weekday"],
    )


@lru_cache(maxsize=256)
def working_calendar(frozen: FrozenCalendar) -> Calendar:
    """The calendar to compute with; the same frozen calendar always gives the same object."""
    spans = {day: [slot.split("-") for slot in text.split()] for day, text in zip(WEEKDAYS, frozen.week, strict=True)}
    return calendar_from_spec(
        {
            "name": frozen.name,
            "timezone": frozen.timezone,
            "week": {day: [{"start": start, "end": end} for start, end in slots] for day, slots in spans.items()},
            "holidays": frozen.holidays,
            "extra_holidays": list(frozen.extra_holidays),
            "extra_workdays": list(frozen.extra_workdays),
            "makeup_weekday": frozen.makeup_weekday,
        }
    )
