"""What the API shows of 8D records, feeds and subscriptions."""

from datetime import datetime

from chassis.documents import Stored
from pydantic import BaseModel, Field

from dispatch.domain.assignment import Assignment
from dispatch.domain.holdings import Holding
from dispatch.domain.quality.corrective_action import (
    CapaStatus,
    CaseRef,
    CorrectiveAction,
    Discipline,
    Entry,
    history_of,
)
from dispatch.domain.quality.feed import Every, FeedFilter, FeedSubscription
from dispatch.domain.words import CategoryName, LevelName, Status
from dispatch.entrypoints.http.views_returns import StageView, stage_view

SUMMARY_MAX = 200


class ActionLine(BaseModel):
    """An 8D record in a list; `present` is the discipline to complete next."""

    id: str
    version: int
    title: str
    team: str
    owner: str
    status: CapaStatus
    cases: tuple[CaseRef, ...]
    present: Discipline | None
    opened_by: str
    opened_at: datetime
    due_at: datetime
    overdue: bool
    ended_at: datetime | None


class ActionView(ActionLine):
    """The whole record: every entry ever signed, superseded ones included, in order of signing."""

    entries: tuple[Entry, ...]
    running: StageView | None
    finished: tuple[StageView, ...]
    held: tuple[Holding, ...] = Field(description="Who owned it, put there by whom and with which note")


class FeedEntry(BaseModel):
    """A case in a team's feed."""

    case_id: str
    number: str
    opened_at: datetime
    category: CategoryName
    severity: LevelName
    product_name: str | None
    product_model: str | None
    summary: str
    status: Status
    responsible: str | None


class SubscriptionView(BaseModel):
    """A subscription; `next_at` is when its next digest is due."""

    id: str
    version: int
    subscriber: str
    team: str
    every: Every
    filter: FeedFilter
    created_at: datetime
    next_at: datetime
    ended_at: datetime | None


def action_line(stored: Stored[CorrectiveAction]) -> ActionLine:
    """What a list needs."""
    state, run = stored.state, stored.state.running
    return ActionLine(
        id=stored.id,
        version=stored.version,
        title=state.title,
        team=state.team,
        owner=state.owner,
        status=state.status,
        cases=state.cases,
        present=state.present,
        opened_by=state.opened_by,
        opened_at=state.opened_at,
        due_at=state.due_at,
        overdue=run is not None and run.overdue_at is not None,
        ended_at=state.ended_at,
    )


def action_view(stored: Stored[CorrectiveAction]) -> ActionView:
    """The whole record."""
    state = stored.state
    return ActionView(
        **action_line(stored).model_dump(),
        entries=state.entries,
        running=None if state.running is None else stage_view(state.running),
        finished=tuple(stage_view(run) for run in state.finished),
        held=history_of(state),
    )


def feed_entry(stored: Stored[Assignment]) -> FeedEntry:
    """A case as its department sees it."""
    state, run = stored.state, stored.state.running
    return FeedEntry(
        case_id=stored.id,
        number=state.case.number,
        opened_at=state.opened_at,
        category=state.classification.category,
        severity=state.classification.severity,
        product_name=state.case.product_name,
        product_model=state.case.product_model,
        summary=" ".join(state.description.split())[:SUMMARY_MAX],
        status=state.status,
        responsible=None if run is None else run.responsible,
    )


def subscription_view(stored: Stored[FeedSubscription]) -> SubscriptionView:
    """The subscription."""
    state = stored.state
    return SubscriptionView(
        id=stored.id,
        version=stored.version,
        subscriber=state.subscriber,
        team=state.team,
        every=state.every,
        filter=state.filter,
        created_at=state.created_at,
        next_at=state.next_at,
        ended_at=state.ended_at,
    )
