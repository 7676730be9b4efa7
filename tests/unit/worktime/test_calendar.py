"""Calendars as values and as data: validation, equality, and the spec a case freezes."""

import copy
import json
import pickle
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from worktime import AROUND_THE_CLOCK, Calendar, CalendarError, CalendarSpec, Slot, calendar_from_spec, to_spec

from tests.support.effort import examples
from tests.unit.worktime.calendars import AFTERNOON, CHINA, MORNING, SHIFTS, WEEKDAYS_ONLY
from tests.unit.worktime.strategies import calendars

SPEC: CalendarSpec = {
    "name": "office",
    "timezone": "Asia/Shanghai",
    "week": {"mon": [{"start": "08:30", "end": "12:00"}, {"start": "20:00", "end": "24:00"}], "sat": []},
    "holidays": "china",
    "extra_holidays": ["2026-03-04"],
    "extra_workdays": ["2026-03-07"],
    "makeup_weekday": "mon",
}


@pytest.mark.parametrize(("start", "end"), [((9, 0), (9, 0)), ((22, 0), (6, 0)), ((12, 0), (8, 30))])
def test_a_slot_ends_after_it_starts(start: tuple[int, int], end: tuple[int, int]) -> None:
    with pytest.raises(CalendarError, match="split a slot at midnight"):
        Slot(time(*start), time(*end))


@pytest.mark.parametrize(
    "slots", [(AFTERNOON, MORNING), (MORNING, Slot(time(11), time(14))), (Slot(time(9), time(0)), AFTERNOON)]
)
def test_slots_are_in_order_and_apart(slots: tuple[Slot, ...]) -> None:
    with pytest.raises(CalendarError, match="overlaps or precedes"):
        Calendar("bad", "UTC", {0: slots})


def test_calendars_that_make_no_sense_are_refused() -> None:
    day = frozenset({date(2026, 1, 1)})
    with pytest.raises(CalendarError, match="both"):
        Calendar("bad", "UTC", {}, extra_holidays=day, extra_workdays=day)
    with pytest.raises(CalendarError, match="without a time"):
        Calendar("bad", "UTC", {}, extra_holidays=frozenset({datetime(2026, 1, 1, tzinfo=CHINA.zone)}))
    with pytest.raises(CalendarError, match="weekday 7"):
        Calendar("bad", "UTC", {7: SHIFTS})
    with pytest.raises(CalendarError, match="makeup_weekday"):
        Calendar("bad", "UTC", {}, makeup_weekday=-1)


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "Europe", "a\0b", "\ud800", "x" * 5000])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(CalendarError, match="time zone"):
        Calendar("bad", zone, {})


def test_equal_calendars_are_one_key() -> None:
    twin = Calendar("china", "Asia/Shanghai", dict(reversed(WEEKDAYS_ONLY.items())), holidays="china")
    other = Calendar("china", "Asia/Shanghai", WEEKDAYS_ONLY)
    assert len({CHINA, twin, copy.deepcopy(CHINA), pickle.loads(pickle.dumps(CHINA))}) == 1  # noqa: S301
    assert other != CHINA


@settings(max_examples=examples(50), deadline=None)
@given(calendars())
def test_a_calendar_survives_as_json(calendar: Calendar) -> None:
    assert calendar_from_spec(json.loads(json.dumps(to_spec(calendar)))) == calendar


def test_a_spec_is_plain_and_complete() -> None:
    calendar = calendar_from_spec(SPEC)
    assert calendar.slots_on(date(2026, 3, 7)) == (MORNING, Slot(time(20), time(0)))
    assert to_spec(calendar) == {**SPEC, "week": {"mon": SPEC["week"]["mon"]}}
    assert calendar_from_spec(copy.deepcopy(SPEC)) is calendar
    assert calendar_from_spec(to_spec(AROUND_THE_CLOCK)) == AROUND_THE_CLOCK


def test_what_a_spec_leaves_out_has_a_default() -> None:
    minimal = calendar_from_spec({"name": "n", "timezone": "UTC", "week": {}})
    assert minimal == Calendar("n", "UTC", {})


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", None, "name"),
        ("name", 5, "name"),
        ("timezone", "Mars/Base", "time zone"),
        ("week", [], "week"),
        ("week", {"mon": "08:00-12:00"}, "week.mon"),
        ("week", {"mon": [["08:00", "12:00"]]}, "week.mon"),
        ("week", {"mon": [{"start": "08:00"}]}, "week.mon"),
        ("week", {"mon": [{"start": 8, "end": 12}]}, "week.mon"),
        ("week", {"mon": [{"start": "24:00", "end": "12:00"}]}, "24:00"),
        ("week", {"mon": [{"start": "08:00", "end": "25:00"}]}, "25:00"),
        ("week", {"mon": [{"start": "08:00+01:00", "end": "12:00"}]}, "time zone"),
        ("week", {"monday": []}, "monday"),
        ("week", {1: []}, "week"),
        ("holidays", "mars", "mars"),
        ("extra_holidays", "2026-01-01", "extra_holidays"),
        ("extra_holidays", ["2026-02-30"], "2026-02-30"),
        ("extra_workdays", [20260101], "extra_workdays"),
        ("makeup_weekday", "8", "makeup_weekday"),
        ("colour", "red", "colour"),
    ],
)
def test_a_spec_that_does_not_fit_is_refused_by_name(field: str, value: object, message: str) -> None:
    with pytest.raises(CalendarError, match=message):
        calendar_from_spec({**SPEC, field: value})
