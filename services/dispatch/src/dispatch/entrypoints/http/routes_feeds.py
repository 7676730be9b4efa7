"""Each department's own cases, as a feed, and subscriptions to it with a digest (R8)."""

from typing import Annotated

from chassis.documents import Change
from chassis.http import Caller, DocumentId, Listing, permit, reply
from chassis.idempotency import document_id, fingerprint, idempotency_key
from chassis.runtime import Runtime
from chassis.store import Store
from fastapi import APIRouter, Path, Query, Response

from dispatch.adapters.mongo_feeds import FEED_ORDER, feed_filters
from dispatch.domain.assignment import Assignment
from dispatch.domain.errors import UnknownTeam
from dispatch.domain.quality.errors import NotYourFeed
from dispatch.domain.quality.feed import DigestTimes, FeedFilter, FeedSubscription, next_digest
from dispatch.domain.quality.subscribing import end_subscription, require_feed
from dispatch.domain.words import CategoryName, LevelName, Status
from dispatch.entrypoints.http.callers import Version, actor
from dispatch.entrypoints.http.schemas import TeamId
from dispatch.entrypoints.http.schemas_quality import SubscribeBody
from dispatch.entrypoints.http.views_quality import FeedEntry, SubscriptionView, feed_entry, subscription_view

FeedReader = Annotated[Caller, permit("feed.read")]
Key = Annotated[str, idempotency_key()]


def feed_routes(assignments: Store[Assignment], teams: frozenset[str]) -> APIRouter:
    """Reads over the assignments of one team."""
    router = APIRouter(prefix="/v1/feeds", tags=["feeds"])

    @router.get("/{team}", summary="A department's own cases, the latest first")
    async def read_feed(
        team: Annotated[TeamId, Path()],
        caller: FeedReader,
        category: CategoryName | None = None,
        severity: LevelName | None = None,
        product_model: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
        status: Status | None = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[FeedEntry]:
        _known(team, teams)
        require_feed(actor(caller), team)
        filters = feed_filters(team, FeedFilter(category, severity, product_model), status)
        page = await assignments.page(filters, sort=FEED_ORDER, descending=True, limit=limit, cursor=cursor)
        return Listing(items=[feed_entry(stored) for stored in page.items], next=page.next)

    return router


def subscription_routes(
    runtime: Runtime, subscriptions: Store[FeedSubscription], teams: frozenset[str], times: DigestTimes
) -> APIRouter:
    """Subscriptions of the caller and of the caller's team."""
    router = APIRouter(prefix="/v1/feed-subscriptions", tags=["feeds"])

    @router.get("", summary="One's own subscriptions and those of one's team")
    async def list_subscriptions(
        caller: FeedReader,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[SubscriptionView]:
        addresses = [caller.address, *([] if caller.team is None else [f"team:{caller.team}"])]
        filters = {"state.subscriber": {"$in": addresses}, "state.ended_at": None}
        page = await subscriptions.page(filters, sort="state.created_at", limit=limit, cursor=cursor)
        return Listing(items=[subscription_view(stored) for stored in page.items], next=page.next)

    @router.post("", status_code=201, summary="Subscribe to a feed with a daily or weekly digest")
    async def subscribe(body: SubscribeBody, caller: FeedReader, key: Key, response: Response) -> SubscriptionView:
        _known(body.team, teams)
        require_feed(actor(caller), body.team)
        if caller.machine:
            raise NotYourFeed(team=body.team)
        now = runtime.clock()
        subscription_id = document_id(f"feed:{caller.address}", key)
        made = FeedSubscription(
            id=subscription_id,
            subscriber=caller.address if body.subscriber == "me" else f"team:{body.team}",
            team=body.team,
            filter=body.filter(),
            every=body.every,
            created_by=caller.address,
            created_at=now,
            since=now,
            next_at=next_digest(body.every, times, now),
        )
        print_ = fingerprint(body.model_dump_json().encode())
        stored, _ = await subscriptions.create(subscription_id, Change(made), print_, now)
        return reply(response, stored, subscription_view)

    @router.delete("/{subscription_id}", summary="End a subscription")
    async def end(
        subscription_id: DocumentId, caller: FeedReader, version: Version, response: Response
    ) -> SubscriptionView:
        stored = await subscriptions.change(
            subscription_id, version, lambda state, now: Change(end_subscription(state, actor(caller), now=now))
        )
        return reply(response, stored, subscription_view)

    return router


def _known(team: str, teams: frozenset[str]) -> None:
    if team not in teams:
        raise UnknownTeam(team=team)
