"""A subscription to a team's feed: a saved filter with a digest at a regular hour (R8)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dispatch.domain.words import CategoryName, LevelName

Every = Literal["daily", "weekly"]
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class FeedFilter:
    """What is given must hold."""

    category: CategoryName | None = None
    severity: LevelName | None = None
    product_model: str | None = None


@dataclass(frozen=True, slots=True)
class FeedSubscription:
    """`subscriber` is a person or a team; `since` is up to when the last digest counted."""

    id: str
    subscriber: str
    team: str
    filter: FeedFilter
    every: Every
    created_by: str
    created_at: datetime
    since: datetime
    next_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DigestCounts:
    """How many cases came, by category and by product model."""

    total: int
    by_category: dict[str, int]
    by_product: dict[str, int]


@dataclass(frozen=True, slots=True)
class DigestTimes:
    """When digests are due: at this hour of the zone, the weekly ones on this weekday (0 is Monday)."""

    timezone: str
    at: str
    weekday: int


def next_digest(every: Every, times: DigestTimes, after: datetime) -> datetime:
    """The first due moment after `after`, by the zone's wall clock."""
    zone = ZoneInfo(times.timezone)
    local = after.astimezone(zone)
    hour = time.fromisoformat(times.at)
    for ahead in range(DAYS_OF_A_WEEK + 2):
        day = local.date() + timedelta(days=ahead)
        moment = datetime.combine(day, hour, zone).astimezone(after.tzinfo)
        if moment > after and (every == "daily" or day.weekday() == times.weekday):
            return moment
    raise ValueError("a week has every weekday")
