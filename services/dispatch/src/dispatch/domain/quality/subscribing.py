"""Who may see a feed and end a subscription to it."""

from dataclasses import replace
from datetime import datetime

from dispatch.domain.authority import Actor
from dispatch.domain.quality.errors import NotYourFeed, SubscriptionEnded
from dispatch.domain.quality.feed import FeedSubscription

DIRECTORS = frozenset({"rnd_director", "sales_director", "marketing_director", "marketing_vice_president", "admin"})


def require_feed(actor: Actor, team: str) -> None:
    """Raises `NotYourFeed` unless the actor is of the team, or a director."""
    if actor.team != team and actor.roles.isdisjoint(DIRECTORS):
        raise NotYourFeed(team=team)


def end_subscription(state: FeedSubscription, actor: Actor, *, now: datetime) -> FeedSubscription:
    """No further digest. A team's subscription is ended by any of its people.

    Raises `NotYourFeed`, `SubscriptionEnded`.
    """
    mine = state.subscriber in (actor.address, f"team:{actor.team}")
    if not mine and "admin" not in actor.roles:
        raise NotYourFeed(team=state.team)
    if state.ended_at is not None:
        raise SubscriptionEnded
    return replace(state, ended_at=now)
