"""Windows and their periods in a time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dispatch.domain.figures.errors import TooManyGroups, WindowEmpty
from dispatch.domain.figures.window import Period, Window, period_key, periods
from hypothesis import given
from hypothesis import strategies as st

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
INSTANTS = st.integers(0, 10 * 365 * 24 * 3600).map(lambda second: BEGINNING + timedelta(seconds=second))


def test_a_day_is_a_local_day() -> None:
    late = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    assert period_key(late, "day", SHANGHAI) == "2026-03-02"
    assert period_key(late, "day", UTC) == "2026-03-01"
    assert period_key(late, "week", SHANGHAI) == "2026-W10"
    assert period_key(late, "week", UTC) == "2026-W09"
    assert period_key(datetime(2027, 1, 1, tzinfo=UTC), "week", UTC) == "2026-W53"
    assert period_key(late, "month", SHANGHAI) == "2026-03"


def test_the_end_of_a_window_is_excluded() -> None:
    window = Window(datetime(2026, 2, 27, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC))
    assert periods(window, "day", UTC, 10) == ("2026-02-27", "2026-02-28", "2026-03-01")
    assert periods(window, "day", SHANGHAI, 10)[-1] == "2026-03-02"
    assert periods(window, "month", UTC, 2) == ("2026-02", "2026-03")
    with pytest.raises(TooManyGroups) as refused:
        periods(window, "day", UTC, 2)
    assert refused.value.params == {"limit": "2"}


def test_a_window_has_a_beginning_before_its_end() -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    for until in (moment, moment - timedelta(seconds=1)):
        with pytest.raises(WindowEmpty):
            Window(moment, until)


@given(INSTANTS, st.integers(1, 200 * 24), st.integers(0, 10**9), st.sampled_from(["day", "week", "month"]))
def test_every_instant_of_the_window_has_its_period(since: datetime, hours: int, part: int, period: Period) -> None:
    window = Window(since, since + timedelta(hours=hours))
    inside = since + (window.until - since) * (part / 10**9) if part < 10**9 else since
    known = periods(window, period, SHANGHAI, 400)
    assert period_key(inside, period, SHANGHAI) in known
    assert list(known) == sorted(set(known))


def test_two_centuries_of_days_are_refused_at_once() -> None:
    window = Window(datetime(1970, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC))
    with pytest.raises(TooManyGroups):
        periods(window, "day", SHANGHAI, 400)
