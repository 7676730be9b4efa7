"""Random calendars, instants near the awkward days, and pauses."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import strategies as st
from worktime import Calendar, Pause, Slot

from tests.unit.worktime.calendars import MINUTE

AWKWARD: dict[str, tuple[datetime, ...]] = {
    "Asia/Shanghai": (datetime(2024, 2, 9, tzinfo=UTC), datetime(2025, 9, 27, tzinfo=UTC)),
    "Europe/Berlin": (datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC)),
    "America/Havana": (datetime(2024, 3, 9, tzinfo=UTC), datetime(2024, 11, 2, tzinfo=UTC)),  # changes at midnight
    "Australia/Lord_Howe": (datetime(2026, 4, 4, tzinfo=UTC), datetime(2026, 10, 3, tzinfo=UTC)),  # half an hour
    "Africa/Cairo": (datetime(2024, 4, 25, tzinfo=UTC), datetime(2024, 10, 31, tzinfo=UTC)),  # no midnight in spring
    "America/St_Johns": (datetime(2009, 10, 31, tzinfo=UTC), datetime(2009, 3, 7, tzinfo=UTC)),  # November begins twice
    "Pacific/Apia": (datetime(2011, 12, 29, tzinfo=UTC),),  # 30 December 2011 did not happen
    "UTC": (datetime(2025, 12, 31, tzinfo=UTC), datetime(2028, 2, 28, tzinfo=UTC)),
}

limits = st.integers(0, 40 * 60).map(lambda minutes: minutes * MINUTE)
starts = st.sampled_from(sorted(anchor for anchors in AWKWARD.values() for anchor in anchors))
spans = st.integers(0, 3 * 24 * 60).map(lambda minutes: minutes * MINUTE)

_BOUNDS = st.lists(st.integers(0, 96), max_size=6, unique=True)
_ZONES = st.sampled_from(sorted(AWKWARD))
_ANCHORS = {zone: st.sampled_from(anchors) for zone, anchors in AWKWARD.items()}
_WEEKDAYS = st.integers(0, 6)
_WORKED = st.sets(_WEEKDAYS, min_size=3)
_NEAR = st.integers(-12 * 60, 36 * 60)


@st.composite
def days(draw: st.DrawFn) -> tuple[Slot, ...]:
    """The slots of one day: up to three, on quarters of an hour, perhaps touching, perhaps to midnight."""
    bounds = sorted(draw(_BOUNDS))
    pairs = list(zip(bounds[::2], bounds[1::2], strict=False))
    return tuple(Slot(_quarter(start), _quarter(end)) for start, end in pairs)


_DAYS = days()


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar with working time somewhere in its week."""
    zone = draw(_ZONES)
    week = {weekday: draw(_DAYS) for weekday in draw(_WORKED)}
    week[draw(_WEEKDAYS)] = (Slot(time(1), time(2, 30)), Slot(time(9), time(17)))
    return Calendar("random", zone, week, holidays="china" if zone == "Asia/Shanghai" else "none")


_CALENDARS = calendars()


@st.composite
def calendars_and_starts(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    calendar = draw(_CALENDARS)
    anchor = draw(_ANCHORS[calendar.timezone])
    return calendar, anchor + draw(_NEAR) * MINUTE


@st.composite
def pauses_after(draw: st.DrawFn, start: datetime) -> list[Pause]:
    """Pauses in no order, overlapping as they like, some beginning before `start`, at most one of them open."""
    found: list[Pause] = []
    for _ in range(draw(st.integers(0, 6))):
        begin = start + draw(st.integers(-180, 2 * 24 * 60)) * MINUTE
        length = draw(st.integers(1, 16 * 60))
        found.append(Pause(draw(st.sampled_from(["parts", "customer", "site"])), begin, begin + length * MINUTE))
    if draw(st.booleans()):
        found.append(Pause("customer", start + draw(st.integers(0, 3 * 24 * 60)) * MINUTE))
    return draw(st.permutations(found))


def _quarter(number: int) -> time:
    return (datetime(2026, 1, 1) + timedelta(minutes=15 * number)).time()  # noqa: DTZ001
