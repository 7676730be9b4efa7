"""A calendar as plain data (str, list, dict only), fit for JSON and BSON, to be frozen into a case."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from typing import Final, Literal, NotRequired, TypedDict, cast

from worktime.calendar import Calendar, Holidays
from worktime.errors import CalendarError
from worktime.week import MIDNIGHT, Slot

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_END_OF_DAY: Final = "24:00"


class SlotSpec(TypedDict):
    """Wall-clock times `HH:MM`; an end of `24:00` is the midnight that ends the day."""

    start: str
    end: str


class CalendarSpec(TypedDict):
    """Days are `YYYY-MM-DD`; a weekday left out of `week` is not worked."""

    name: str
    timezone: str
    week: dict[str, list[SlotSpec]]
    holidays: NotRequired[Holidays]
    extra_holidays: NotRequired[list[str]]
    extra_workdays: NotRequired[list[str]]
    makeup_weekday: NotRequired[Weekday]


_FIELDS: Final = CalendarSpec.__required_keys__ | CalendarSpec.__optional_keys__
_Days = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def calendar_from_spec(spec: Mapping[str, object] | CalendarSpec) -> Calendar:
    """The calendar a spec describes; equal specs give the very same object, so its computed months are shared.

    Every shape is checked: raises `CalendarError` that names the first field that does not fit.
    """
    unknown = sorted(str(key) for key in spec if key not in _FIELDS)
    if unknown:
        raise CalendarError(f"calendar has an unknown field {unknown[0]!r}")
    return _calendar(
        _text(spec.get("name"), "name"),
        _text(spec.get("timezone"), "timezone"),
        _week_key(spec.get("week")),
        _text(spec.get("holidays", "none"), "holidays"),
        _texts(spec.get("extra_holidays", []), "extra_holidays"),
        _texts(spec.get("extra_workdays", []), "extra_workdays"),
        _text(spec.get("makeup_weekday", WEEKDAYS[0]), "makeup_weekday"),
    )


def to_spec(calendar: Calendar) -> CalendarSpec:
    """The spec of a calendar, every field written out; `calendar_from_spec` gives an equal calendar back."""
    return {
        "name": calendar.name,
        "timezone": calendar.timezone,
        "week": {WEEKDAYS[day]: [_slot_spec(slot) for slot in slots] for day, slots in calendar.week.items() if slots},
        "holidays": calendar.holidays,
        "extra_holidays": sorted(day.isoformat() for day in calendar.extra_holidays),
        "extra_workdays": sorted(day.isoformat() for day in calendar.extra_workdays),
        "makeup_weekday": WEEKDAYS[calendar.makeup_weekday],
    }


@lru_cache(maxsize=256)
def _calendar(
    name: str,
    timezone: str,
    week: _Days,
    holidays: str,
    extra_holidays: tuple[str, ...],
    extra_workdays: tuple[str, ...],
    makeup_weekday: str,
) -> Calendar:
    return Calendar(
        name=name,
        timezone=timezone,
        week={
            _weekday(day, "week"): tuple(Slot(_time(start), _time(end, ends=True)) for start, end in slots)
            for day, slots in week
        },
        holidays=cast(Holidays, holidays),  # Calendar checks it
        extra_holidays=frozenset(_date(day, "extra_holidays") for day in extra_holidays),
        extra_workdays=frozenset(_date(day, "extra_workdays") for day in extra_workdays),
        makeup_weekday=_weekday(makeup_weekday, "makeup_weekday"),
    )


def _slot_spec(slot: Slot) -> SlotSpec:
    return {"start": _written(slot.start), "end": _END_OF_DAY if slot.to_midnight else _written(slot.end)}


def _written(reading: time) -> str:
    return reading.isoformat() if reading.second or reading.microsecond else reading.isoformat("minutes")


def _week_key(week: object) -> _Days:
    if not isinstance(week, Mapping):
        raise CalendarError("week is not an object of weekdays")
    return tuple((_text(day, "week"), _slots_key(slots, f"week.{day}")) for day, slots in week.items())


def _slots_key(slots: object, where: str) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for slot in _items(slots, where):
        if not isinstance(slot, Mapping) or set(slot) != {"start", "end"}:
            raise CalendarError(f"{where} holds a slot that is not an object of start and end")
        pairs.append((_text(slot["start"], where), _text(slot["end"], where)))
    return tuple(pairs)


def _items(value: object, where: str) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise CalendarError(f"{where} is not a list")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    return tuple(_text(item, where) for item in _items(value, where))


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise CalendarError(f"{where} is missing, empty or not a text")
    return value


def _weekday(name: str, where: str) -> int:
    for number, weekday in enumerate(WEEKDAYS):
        if weekday == name:
            return number
    raise CalendarError(f"{where}: {name!r} is not one of {', '.join(WEEKDAYS)}")


def _date(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CalendarError(f"{where}: {text!r} is not a date YYYY-MM-DD") from None


def _time(text: str, *, ends: bool = False) -> time:
    if ends and text == _END_OF_DAY:
        return MIDNIGHT
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise CalendarError(f"week: {text!r} is not a time HH:MM") from None
