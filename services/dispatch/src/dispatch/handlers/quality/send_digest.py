"""The hour of a digest: what came to the team since the last one is counted and told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chassis.documents import Change, Timer
from chassis.subscription import HasNow

from dispatch.domain.quality.feed import DigestCounts, DigestTimes, FeedFilter, FeedSubscription, next_digest
from dispatch.outgoing.quality import digest_of

Count = Callable[[str, FeedFilter, datetime, datetime], Awaitable[DigestCounts]]
"""Counts the cases of a team under a filter that were opened from the first instant until before the second."""


def digest_timers(state: FeedSubscription) -> tuple[Timer, ...]:
    """The next digest of a subscription that was not ended."""
    return () if state.ended_at is not None else (Timer(f"digest:{state.next_at.isoformat()}", state.next_at),)


@dataclass(frozen=True, slots=True)
class SendDigest:
    """Timer handler. Nothing new is not told; hours missed in an outage are told in one digest."""

    count: Count
    times: DigestTimes

    async def __call__(self, state: FeedSubscription, timer: Timer, context: HasNow) -> Change[FeedSubscription]:
        """Counts up to the due moment and goes on from there, so that no case is counted twice."""
        if timer not in digest_timers(state):
            return Change(state)
        following = next_digest(state.every, self.times, context.now)
        counts = await self.count(state.team, state.filter, state.since, state.next_at)
        moved = replace(state, since=state.next_at, next_at=following)
        return Change(moved, [digest_of(state, counts)] if counts.total else [])
