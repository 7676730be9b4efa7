"""Calendars and instants the tests of this folder share, and a counter that knows nothing of the library's ways."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from worktime import Calendar, Slot

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
MORNING = Slot(time(8, 30), time(12))
AFTERNOON = Slot(time(13, 30), time(17, 30))
SHIFTS = (MORNING, AFTERNOON)
WEEKDAYS_ONLY = dict.fromkeys(range(5), SHIFTS)

PLAIN = Calendar("plain", "Asia/Shanghai", WEEKDAYS_ONLY)
CHINA = Calendar("china", "Asia/Shanghai", WEEKDAYS_ONLY, holidays="china")


def local(zone: str, text: str, fold: int = 0) -> datetime:
    """A wall-clock reading of a place as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def shanghai(text: str) -> datetime:
    return local("Asia/Shanghai", text)


def every_day(zone: str, *slots: Slot) -> Calendar:
    return Calendar(f"every day in {zone}", zone, dict.fromkeys(range(7), slots))


def counted_minutes(calendar: Calendar, start: datetime, end: datetime) -> list[datetime]:
    """The worked minutes from `start` to `end` (whole minutes, UTC), found by looking at a clock every minute.

    A clock that was set back shows times already seen; they count as the latest time seen so far.
    """
    zone = ZoneInfo(calendar.timezone)
    at = start.astimezone(UTC) - 30 * HOUR
    latest = at.astimezone(zone).replace(tzinfo=None)
    worked: list[datetime] = []
    while at < end:
        latest = max(latest, at.astimezone(zone).replace(tzinfo=None))
        if at >= start and _in_a_slot(calendar, latest):
            worked.append(at)
        at += MINUTE
    return worked


def _in_a_slot(calendar: Calendar, reading: datetime) -> bool:
    return any(
        slot.start <= reading.time() and (slot.end == time(0) or reading.time() < slot.end)
        for slot in calendar.slots_on(reading.date())
    )
