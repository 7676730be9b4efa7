"""Public holidays of China, the weekend days worked in their stead, and the years nobody has announced yet."""

from datetime import date, datetime, timedelta

import pytest
from worktime import Calendar, Slot, deadline, working_time_between

from tests.unit.worktime.calendars import CHINA, HOUR, PLAIN, SHIFTS, WEEKDAYS_ONLY, shanghai

ANNOUNCED = {
    2024: {
        "off": ["01-01", "02-10/02-17", "04-04/04-06", "05-01/05-05", "06-10", "09-15/09-17", "10-01/10-07"],
        "worked": ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    },
    2025: {
        "off": ["01-01", "01-28/02-04", "04-04/04-06", "05-01/05-05", "05-31/06-02", "10-01/10-08"],
        "worked": ["01-26", "02-08", "04-27", "09-28", "10-11"],
    },
    2026: {
        "off": [
            "01-01/01-03",
            "02-15/02-23",
            "04-04/04-06",
            "05-01/05-05",
            "06-19/06-21",
            "09-25/09-27",
            "10-01/10-07",
        ],
        "worked": ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
    },
}


def _days(year: int, spans: list[str]) -> set[date]:
    found: set[date] = set()
    for span in spans:
        first, _, last = span.partition("/")
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return found


@pytest.mark.parametrize("year", ANNOUNCED)
def test_every_day_of_the_announced_years(year: int) -> None:
    off, worked = _days(year, ANNOUNCED[year]["off"]), _days(year, ANNOUNCED[year]["worked"])
    day = date(year, 1, 1)
    while day.year == year:
        expected = day not in off and (day in worked or day.weekday() < 5)
        assert bool(CHINA.slots_on(day)) is expected, day
        day += timedelta(days=1)


def test_a_limit_runs_over_the_golden_week_and_its_makeup_saturday() -> None:
    due = deadline(CHINA, shanghai("2025-09-30T16:30"), 8.5 * HOUR)
    assert due.at == shanghai("2025-10-09T17:30")
    assert deadline(CHINA, shanghai("2025-10-10T16:30"), 2 * HOUR).at == shanghai("2025-10-11T09:30")
    assert deadline(PLAIN, shanghai("2025-10-10T16:30"), 2 * HOUR).at == shanghai("2025-10-13T09:30")


def test_a_makeup_day_has_the_slots_of_the_makeup_weekday_even_where_saturdays_are_half_days() -> None:
    half = (Slot(SHIFTS[0].start, SHIFTS[0].end),)
    calendar = Calendar("six days", "Asia/Shanghai", {**WEEKDAYS_ONLY, 4: (), 5: half}, "china", makeup_weekday=1)
    assert calendar.slots_on(date(2025, 10, 11)) == SHIFTS
    assert calendar.slots_on(date(2025, 10, 18)) == half
    assert calendar.slots_on(date(2025, 10, 4)) == ()


def test_a_year_that_is_not_known_falls_back_to_the_regular_week_and_says_so() -> None:
    assert CHINA.coverage(2026).known
    unknown = CHINA.coverage(2099)
    assert not unknown.known
    assert "2099" in unknown.note
    assert CHINA.slots_on(date(2099, 10, 1)) == SHIFTS
    assert CHINA.slots_on(date(2099, 10, 3)) == ()


def test_a_deadline_names_the_years_it_had_to_assume() -> None:
    last = max(year for year in range(2024, 2100) if CHINA.coverage(year).known)
    evening, next_year = datetime(last, 12, 31, 9, tzinfo=CHINA.zone), datetime(last + 1, 1, 1, tzinfo=CHINA.zone)
    assert deadline(CHINA, evening, timedelta(minutes=1)).assumed_years == ()
    assert deadline(CHINA, evening, 40 * HOUR).assumed_years == (last + 1,)
    assert deadline(CHINA, next_year, 260 * 8 * HOUR).assumed_years == (last + 1, last + 2)
    assert deadline(PLAIN, evening, 40 * HOUR).assumed_years == ()


def test_the_companys_own_exceptions_win_over_the_announced_ones() -> None:
    calendar = Calendar(
        "own",
        "Asia/Shanghai",
        WEEKDAYS_ONLY,
        holidays="china",
        extra_holidays=frozenset({date(2026, 3, 4), date(2026, 5, 9)}),
        extra_workdays=frozenset({date(2026, 3, 7), date(2026, 10, 1)}),
    )
    assert [calendar.slots_on(day) for day in sorted(calendar.extra_holidays)] == [(), ()]
    assert [calendar.slots_on(day) for day in sorted(calendar.extra_workdays)] == [SHIFTS, SHIFTS]
    assert working_time_between(calendar, shanghai("2026-03-02T00:00"), shanghai("2026-03-09T00:00")) == 5 * 7.5 * HOUR
