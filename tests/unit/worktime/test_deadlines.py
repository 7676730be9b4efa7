"""Working time added and measured: several slots, ends of slots, weekends, year ends, and the edges of time."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from worktime import (
    AROUND_THE_CLOCK,
    Calendar,
    CalendarError,
    InstantError,
    Slot,
    deadline,
    is_working,
    next_working_instant,
    working_time_between,
)
from worktime.months import month_of

from tests.unit.worktime.calendars import HOUR, PLAIN, WEEKDAYS_ONLY, every_day, shanghai

NEVER = Calendar("never", "UTC", {}, extra_workdays=frozenset({date(2026, 1, 1)}))
MOMENTS = every_day("UTC", Slot(time(12), time(12, 0, 0, 1)))


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02T09:00", 2, "2026-03-02T11:00"),
        ("2026-03-02T11:00", 2, "2026-03-02T14:30"),
        ("2026-03-02T12:30", 1, "2026-03-02T14:30"),
        ("2026-03-02T09:00", 3, "2026-03-02T12:00"),
        ("2026-03-02T09:00", 7, "2026-03-02T17:30"),
        ("2026-03-02T17:30", 1, "2026-03-03T09:30"),
        ("2026-03-06T17:00", 1, "2026-03-09T09:00"),
        ("2026-03-07T10:00", 8, "2026-03-10T09:00"),
        ("2025-12-31T16:30", 2, "2026-01-01T09:30"),
        ("2024-02-28T16:30", 9, "2024-03-01T09:00"),
        ("2026-03-07T10:00", 0, "2026-03-07T10:00"),
    ],
)
def test_a_limit_runs_in_slots_only(start: str, hours: float, due: str) -> None:
    assert deadline(PLAIN, shanghai(start), hours * HOUR).at == shanghai(due)


def test_results_are_in_utc_and_the_zone_of_the_argument_does_not_matter() -> None:
    start = shanghai("2026-03-02T09:00")
    tokyo = start.astimezone(timezone(9 * HOUR))
    assert deadline(PLAIN, tokyo, HOUR) == deadline(PLAIN, start, HOUR)
    assert deadline(PLAIN, tokyo, HOUR).at.tzinfo is UTC


def test_a_slot_includes_its_start_and_excludes_its_end() -> None:
    assert is_working(PLAIN, shanghai("2026-03-02T08:30"))
    assert not is_working(PLAIN, shanghai("2026-03-02T12:00"))
    assert not is_working(PLAIN, shanghai("2026-03-07T10:00"))
    assert is_working(AROUND_THE_CLOCK, shanghai("2026-03-07T10:00"))


def test_the_next_working_instant_is_now_or_the_next_start() -> None:
    assert next_working_instant(PLAIN, shanghai("2026-03-02T09:00")) == shanghai("2026-03-02T09:00")
    assert next_working_instant(PLAIN, shanghai("2026-03-02T12:00")) == shanghai("2026-03-02T13:30")
    assert next_working_instant(PLAIN, shanghai("2026-02-27T17:30")) == shanghai("2026-03-02T08:30")
    assert next_working_instant(AROUND_THE_CLOCK, shanghai("2026-03-07T10:00")) == shanghai("2026-03-07T10:00")


def test_a_night_shift_of_two_slots_runs_through_midnight_and_the_end_of_the_year() -> None:
    nights = every_day("Asia/Shanghai", Slot(time(0), time(6)), Slot(time(22), time(0)))
    assert deadline(nights, shanghai("2025-12-31T23:00"), 3 * HOUR).at == shanghai("2026-01-01T02:00")
    assert working_time_between(nights, shanghai("2025-12-31T00:00"), shanghai("2026-01-02T00:00")) == 16 * HOUR


def test_around_the_clock_is_plain_elapsed_time() -> None:
    start = shanghai("2026-03-07T10:00")
    assert deadline(AROUND_THE_CLOCK, start, 48 * HOUR).at == start + 48 * HOUR
    assert working_time_between(AROUND_THE_CLOCK, start, start + 48 * HOUR) == 48 * HOUR


@pytest.mark.parametrize("extra_holidays", [frozenset[date](), frozenset({date(2026, 3, 8)})])
def test_a_gapless_week_is_continuous_unless_it_has_holidays(extra_holidays: frozenset[date]) -> None:
    whole = (Slot(time(0), time(12)), Slot(time(12), time(0)))
    calendar = Calendar("gapless", "UTC", dict.fromkeys(range(7), whole), extra_holidays=extra_holidays)
    days = working_time_between(calendar, datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC))
    assert days == timedelta(days=3 - len(extra_holidays))


@pytest.mark.parametrize("calendar", [NEVER, MOMENTS])
def test_too_little_working_time_is_an_error_and_not_a_search_without_end(calendar: Calendar) -> None:
    with pytest.raises(CalendarError, match="working time"):
        deadline(calendar, datetime(2026, 1, 1, tzinfo=UTC), HOUR)


def test_a_calendar_without_working_time_counts_nothing() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert working_time_between(NEVER, start, start + 48 * HOUR) == timedelta(0)
    assert not is_working(NEVER, start)
    with pytest.raises(CalendarError, match="no working time"):
        next_working_instant(NEVER, start)


@pytest.mark.parametrize("calendar", [PLAIN, AROUND_THE_CLOCK])
@pytest.mark.parametrize("edge", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
@pytest.mark.parametrize("hours", [-14, 0, 14])
def test_the_first_and_the_last_year_are_refused(calendar: Calendar, edge: datetime, hours: int) -> None:
    at = edge.replace(tzinfo=timezone(hours * HOUR))
    with pytest.raises(InstantError, match="outside the years"):
        deadline(calendar, at, HOUR)
    with pytest.raises(InstantError, match="outside the years"):
        is_working(calendar, at)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_outermost_instants_allowed_can_be_computed(zone: str) -> None:
    calendar = Calendar("outermost", zone, WEEKDAYS_ONLY)
    first, last = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, 23, 59, tzinfo=UTC)
    assert working_time_between(calendar, first, first + timedelta(days=7)) == 37.5 * HOUR
    assert working_time_between(calendar, last - timedelta(days=7), last) == pytest.approx(37.5 * HOUR, abs=HOUR / 60)
    with pytest.raises(CalendarError):
        deadline(calendar, last, 300 * HOUR)
    with pytest.raises(CalendarError):
        deadline(AROUND_THE_CLOCK, last, HOUR)


@pytest.mark.parametrize("calendar", [PLAIN, AROUND_THE_CLOCK])
@pytest.mark.parametrize("limit", [timedelta.max, timedelta(microseconds=-1), timedelta.min])
def test_limits_that_are_negative_or_beyond_reach_are_refused(calendar: Calendar, limit: timedelta) -> None:
    with pytest.raises(CalendarError):
        deadline(calendar, datetime(2026, 1, 1, tzinfo=UTC), limit)


def test_spans_that_run_backwards_or_beyond_reach_are_refused() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(CalendarError, match="precedes"):
        working_time_between(PLAIN, start, start - HOUR)
    with pytest.raises(CalendarError, match="years"):
        working_time_between(PLAIN, start, start.replace(year=9000))


def test_an_instant_without_time_zone_is_refused() -> None:
    naive, aware = datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)  # noqa: DTZ001
    for calendar in (PLAIN, AROUND_THE_CLOCK):
        with pytest.raises(InstantError, match="2026-01-01T00:00:00 has no time zone"):
            deadline(calendar, naive, HOUR)
        with pytest.raises(InstantError, match="no time zone"):
            working_time_between(calendar, aware, naive)


def test_a_month_is_laid_out_once() -> None:
    start = shanghai("2026-06-02T09:00")
    deadline(PLAIN, start, 30 * HOUR)
    before = month_of.cache_info()
    deadline(Calendar("plain", "Asia/Shanghai", WEEKDAYS_ONLY), start + HOUR, 20 * HOUR)
    after = month_of.cache_info()
    assert (after.misses, after.hits) == (before.misses, before.hits + 1)
