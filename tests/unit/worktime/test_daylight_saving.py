"""Days of 23 and 25 hours: limits elapse in real time while slots follow the clock on the wall."""

from datetime import time, timedelta

import pytest
from worktime import Calendar, Slot, deadline, is_working, working_time_between

from tests.unit.worktime.calendars import HOUR, every_day, local

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
NIGHT = Slot(time(0), time(6))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [(BERLIN, "2026-03-29", 5), (BERLIN, "2026-10-25", 7), (NEW_YORK, "2026-03-08", 5), (NEW_YORK, "2026-11-01", 7)],
)
def test_a_night_slot_lasts_as_long_as_the_night_really_does(zone: str, day: str, hours: int) -> None:
    calendar = every_day(zone, NIGHT)
    midnight = local(zone, f"{day}T00:00")
    assert working_time_between(calendar, midnight, local(zone, f"{day}T12:00")) == hours * HOUR
    assert deadline(calendar, midnight, hours * HOUR).at == local(zone, f"{day}T06:00")


@pytest.mark.parametrize(
    ("zone", "friday", "monday"), [(BERLIN, "2026-03-27", "2026-03-30"), (NEW_YORK, "2026-10-30", "2026-11-02")]
)
def test_office_hours_stay_on_the_wall_clock_over_the_change(zone: str, friday: str, monday: str) -> None:
    office = Calendar("office", zone, dict.fromkeys(range(5), (Slot(time(9), time(17)),)))
    assert deadline(office, local(zone, f"{friday}T16:00"), 2 * HOUR).at == local(zone, f"{monday}T10:00")


@pytest.mark.parametrize(
    ("slot", "hours"),
    [
        (Slot(time(2, 15), time(2, 45)), 0.0),
        (Slot(time(1), time(2, 30)), 1.0),
        (Slot(time(2, 30), time(5)), 2.0),
        (Slot(time(2), time(3)), 0.0),
    ],
)
def test_a_bound_that_is_skipped_falls_on_the_jump(slot: Slot, hours: float) -> None:
    calendar = every_day(BERLIN, slot)
    start, end = local(BERLIN, "2026-03-29T00:00"), local(BERLIN, "2026-03-30T00:00")
    assert working_time_between(calendar, start, end) == hours * HOUR
    if slot.start == time(2, 30):
        assert is_working(calendar, local(BERLIN, "2026-03-29T03:00"))


@pytest.mark.parametrize(
    ("slot", "hours"),
    [
        (Slot(time(2, 15), time(2, 45)), 0.5),
        (Slot(time(1), time(2, 30)), 1.5),
        (Slot(time(2, 30), time(5)), 3.5),
        (Slot(time(2), time(3)), 2.0),
    ],
)
def test_a_bound_that_occurs_twice_means_the_first_time(slot: Slot, hours: float) -> None:
    calendar = every_day(BERLIN, slot)
    start, end = local(BERLIN, "2026-10-25T00:00"), local(BERLIN, "2026-10-26T00:00")
    assert working_time_between(calendar, start, end) == hours * HOUR
    assert is_working(calendar, local(BERLIN, "2026-10-25T02:30", fold=0)) is (slot.start <= time(2, 30) < slot.end)


def test_an_instant_in_the_repeated_hour_is_told_apart_by_its_fold() -> None:
    calendar = every_day(BERLIN, Slot(time(0), time(0)))
    first, second = (local(BERLIN, "2026-10-25T02:30", fold=fold) for fold in (0, 1))
    assert working_time_between(calendar, first, second) == HOUR
    assert deadline(calendar, first, HOUR).at == deadline(calendar, second, timedelta(0)).at


def test_neighbouring_slots_neither_overlap_nor_leave_a_gap_in_the_repeated_hour() -> None:
    calendar = every_day(BERLIN, Slot(time(0), time(2, 30)), Slot(time(2, 30), time(0)))
    start, end = local(BERLIN, "2026-10-24T00:00"), local(BERLIN, "2026-10-27T00:00")
    assert working_time_between(calendar, start, end) == 73 * HOUR


def test_a_day_the_place_skipped_has_no_working_time() -> None:
    calendar = every_day("Pacific/Apia", Slot(time(9), time(17)))
    start, end = local("Pacific/Apia", "2011-12-29T00:00"), local("Pacific/Apia", "2012-01-01T00:00")
    assert working_time_between(calendar, start, end) == 16 * HOUR


def test_a_new_month_has_begun_for_good_although_the_clock_goes_back_into_the_old_one() -> None:
    """St John's went from 00:01 on 1 November 2009 to 23:01 the evening before."""
    calendar = every_day("America/St_Johns", Slot(time(0), time(2)))
    again = local("America/St_Johns", "2009-10-31T23:30", fold=1)
    assert is_working(calendar, again)
    assert not is_working(calendar, again - HOUR)
    assert deadline(calendar, again, HOUR).at == local("America/St_Johns", "2009-11-01T00:30")
