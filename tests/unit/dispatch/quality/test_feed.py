"""Digests by the wall clock, who may see a feed, and policy files that are refused."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from chassis.documents import Change, Timer
from chassis.subscription import Moment
from dispatch.adapters.policy_build import PolicyError
from dispatch.adapters.quality_policy import quality_policy
from dispatch.adapters.return_policy import return_policy
from dispatch.domain.authority import Actor
from dispatch.domain.quality.errors import NotYourFeed, SubscriptionEnded
from dispatch.domain.quality.feed import DigestCounts, DigestTimes, Every, FeedFilter, FeedSubscription, next_digest
from dispatch.domain.quality.subscribing import end_subscription, require_feed
from dispatch.handlers.quality.send_digest import SendDigest, digest_timers
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import CLERK, OPENED, QUALITY_LEAD, RND_DIRECTOR, person

TIMES = DigestTimes("Asia/Shanghai", "08:30", 0)
POLICIES = Path(__file__).parents[4] / "services/dispatch/src/dispatch/policy"


@pytest.mark.parametrize(
    ("every", "after", "due"),
    [
        ("daily", "2026-03-02T00:29:59Z", "2026-03-02T00:30:00Z"),
        ("daily", "2026-03-02T00:30:00Z", "2026-03-03T00:30:00Z"),
        ("weekly", "2026-03-02T00:30:00Z", "2026-03-09T00:30:00Z"),
        ("weekly", "2026-03-01T23:00:00Z", "2026-03-02T00:30:00Z"),
    ],
)
def test_when_a_digest_is_due(every: Every, after: str, due: str) -> None:
    assert next_digest(every, TIMES, datetime.fromisoformat(after)) == datetime.fromisoformat(due)


@given(
    every=st.sampled_from(["daily", "weekly"]),
    after=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"]),
    weekday=st.integers(0, 6),
)
def test_the_next_digest_lies_ahead_within_its_period(every: Every, after: datetime, zone: str, weekday: int) -> None:
    due = next_digest(every, DigestTimes(zone, "08:30", weekday), after)
    longest = timedelta(days=1 if every == "daily" else 7, hours=1)
    assert timedelta(0) < due - after <= longest


def subscription(**more: object) -> FeedSubscription:
    values: dict[str, object] = {
        "id": "feed-1",
        "subscriber": "staff:quality1",
        "team": "quality",
        "filter": FeedFilter(),
        "every": "daily",
        "created_by": "staff:quality1",
        "created_at": OPENED,
        "since": OPENED,
        "next_at": OPENED + timedelta(days=1),
        **more,
    }
    return FeedSubscription(**values)  # type: ignore[arg-type]  # names are checked by the dataclass


@pytest.mark.parametrize("total", [0, 3])
async def test_a_digest_goes_on_where_it_stopped(total: int) -> None:
    asked: list[tuple[datetime, datetime]] = []

    async def count(_team: str, _filter: FeedFilter, since: datetime, until: datetime) -> DigestCounts:
        asked.append((since, until))
        return DigestCounts(total, {"usage": total}, {"-": total})

    state, send = subscription(), SendDigest(count, TIMES)
    for _ in range(2):
        (timer,) = digest_timers(state)
        change: Change[FeedSubscription] = await send(state, timer, Moment(timer.due))
        assert len(change.events) == (1 if total else 0)
        state = change.state
        assert timer not in digest_timers(state)
    assert asked[0][0] == OPENED
    assert asked[0][1] == asked[1][0]
    stale = await send(state, Timer("digest:old", OPENED), Moment(OPENED))
    assert stale.state == state


@pytest.mark.parametrize(
    ("actor", "team", "may"),
    [
        (QUALITY_LEAD, "quality", True),
        (RND_DIRECTOR, "quality", True),
        (CLERK, "quality", False),
        (person("x", "team_lead"), "quality", False),
    ],
)
def test_who_sees_a_feed(actor: Actor, team: str, may: bool) -> None:
    if may:
        require_feed(actor, team)
    else:
        with pytest.raises(NotYourFeed):
            require_feed(actor, team)


def test_an_ended_subscription_sends_nothing_and_ends_once() -> None:
    owner = person("quality1", "quality_engineer", team="quality")
    ended = end_subscription(subscription(), owner, now=OPENED)
    assert digest_timers(ended) == ()
    with pytest.raises(SubscriptionEnded):
        end_subscription(ended, owner, now=OPENED)
    with pytest.raises(NotYourFeed):
        end_subscription(subscription(), CLERK, now=OPENED)
    assert end_subscription(subscription(subscriber="team:sales"), CLERK, now=OPENED).ended_at == OPENED


@pytest.mark.parametrize(
    ("name", "place", "value", "named"),
    [
        ("returns", "promises.0.return_days", 6, "promises.0.return_days"),
        ("returns", "promises.0.failed_repairs", 3, "promises.0.failed_repairs"),
        ("returns", "hours", {"decide": 8}, "hours: receive"),
        ("returns", "hours.decide", 0, "hours.decide"),
        ("returns", "clocks.escalations", [{"at": 1.5, "to": "role:x"}], "clocks"),
        ("returns", "clocks.escalations", [], "clocks.escalations"),
        ("returns", "clocks.reminders", [0.8, 0.5], "clocks"),
        ("returns", "clocks.calendar.timezone", "Moon/Crater", "clocks.calendar"),
        ("returns", "surprise", 1, "surprise"),
        ("quality", "hours", {"D1": 8}, "hours: D2"),
        ("quality", "categories", ["moon"], "categories.0"),
        ("quality", "digest.timezone", "Moon/Crater", "digest.timezone"),
        ("quality", "digest.at", "25:00", "digest.at"),
    ],
)
def test_a_mistake_in_a_policy_is_named_with_its_place(
    name: str, place: str, value: object, named: str, tmp_path: Path
) -> None:
    data = yaml.safe_load((POLICIES / f"{name}.yaml").read_text(encoding="utf-8"))
    *way, last = place.split(".")
    section = data
    for part in way:
        section = section[int(part) if part.isdigit() else part]
    section[last] = value
    file = tmp_path / "own.yaml"
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(PolicyError, match=named.replace(".", r"\.")):
        return_policy(file) if name == "returns" else quality_policy(file)
