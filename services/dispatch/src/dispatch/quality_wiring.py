"""The part of the composition that serves the departments behind the front desk (R8): 8D records and feeds."""

from dataclasses import dataclass

from chassis.runtime import Runtime
from chassis.store import Store
from fastapi import APIRouter

from dispatch.adapters.mongo_feeds import (
    CAPA_INDEXES,
    CORRECTIVE_ACTIONS,
    FEED_SUBSCRIPTIONS,
    SUBSCRIPTION_INDEXES,
    FeedCounts,
)
from dispatch.adapters.record_mover import RecordMover
from dispatch.adapters.staff_directory import StaffDirectory
from dispatch.domain.assignment import Assignment
from dispatch.domain.quality.corrective_action import CorrectiveAction
from dispatch.domain.quality.feed import FeedSubscription
from dispatch.domain.quality.policy import QualityPolicy
from dispatch.entrypoints.http.routes_corrective_actions import action_routes
from dispatch.entrypoints.http.routes_disciplines import discipline_routes
from dispatch.entrypoints.http.routes_feeds import feed_routes, subscription_routes
from dispatch.handlers.quality.overdue_discipline import action_timers, overdue_discipline
from dispatch.handlers.quality.send_digest import SendDigest, digest_timers


@dataclass(frozen=True, slots=True)
class Quality:
    """The routers to serve, and what moves the records of people who are away."""

    routers: list[APIRouter]
    mover: RecordMover


def wire_quality(
    runtime: Runtime,
    assignments: Store[Assignment],
    policy: QualityPolicy,
    directory: StaffDirectory,
    teams: frozenset[str],
) -> Quality:
    """Stores and timers on the runtime."""
    actions = runtime.store(CORRECTIVE_ACTIONS, CorrectiveAction, timers=action_timers, indexes=CAPA_INDEXES)
    runtime.on_timer(actions, overdue_discipline)
    subscriptions = runtime.store(
        FEED_SUBSCRIPTIONS, FeedSubscription, timers=digest_timers, indexes=SUBSCRIPTION_INDEXES
    )
    runtime.on_timer(subscriptions, SendDigest(FeedCounts(assignments.collection).count, policy.digest))
    routers = [
        action_routes(runtime, actions, assignments, policy, directory),
        discipline_routes(actions, assignments, policy, directory),
        feed_routes(assignments, teams),
        subscription_routes(runtime, subscriptions, teams, policy.digest),
    ]
    return Quality(routers, RecordMover(actions))
