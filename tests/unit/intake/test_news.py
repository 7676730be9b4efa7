"""What each piece of news does to a case: a line in the timeline, its status, where it is."""

from datetime import datetime
from unittest.mock import Mock

import pytest
from chassis.documents import Change, Ignored, Waiting
from chassis.subscription import Moment, Subscription
from contracts.events.dispatch import (
    CaseClassified,
    CaseReclassified,
    CaseResolved,
    TaskAccepted,
    TaskAssigned,
    TaskCommunicated,
    TaskEscalated,
    TaskHandedOver,
    TaskOverdue,
    TaskReplied,
)
from contracts.events.dispatch_quality import CorrectiveAction
from contracts.events.notification import NotificationFailed, NotificationSent
from contracts.events.repair import RepairPlanned, RepairRejected
from contracts.events.survey import FollowUpScheduled
from contracts.payload import Payload
from contracts.subscriptions import SUBSCRIPTIONS
from intake.domain.case import Case
from intake.handlers.news import NOTE_MAX
from intake.subscriptions import EVENTS, subscriptions

from tests.support.builders import ARRIVED
from tests.unit.intake.cases import CASE_ID, SPANNED, case, told

REACTIONS: dict[type[Payload], Subscription] = {  # type: ignore[type-arg]  # heterogeneous by nature
    subscription.event: subscription for subscription in subscriptions(Mock())
}
DUE = datetime.fromisoformat("2026-03-05T08:00:00Z")


def hear(given: Case | None, event: type[Payload], **fields: object) -> object:
    return REACTIONS[event].handler(given, told(event, **fields), Moment(ARRIVED))


def heard(given: Case, event: type[Payload], **fields: object) -> Case:
    change = hear(given, event, **fields)
    assert isinstance(change, Change)
    state = change.state
    assert isinstance(state, Case)
    return state


def test_the_events_are_those_of_the_contract() -> None:
    assert set(EVENTS) == set(SUBSCRIPTIONS["intake"]) == set(REACTIONS)
    assert len(EVENTS) == len(set(EVENTS))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_news_concern_their_cases_and_wait_for_them(event: type[Payload]) -> None:
    fields = {"addressee": "customer:C-1001"} if event.PUBLISHER == "notification" else {}
    envelope = told(event, **fields)
    concerned = SPANNED if issubclass(event, CorrectiveAction) else [CASE_ID]
    assert list(REACTIONS[event].key(envelope)) == concerned
    assert isinstance(hear(None, event, **fields), Waiting)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_news_are_one_line_of_the_timeline(event: type[Payload]) -> None:
    given = case("resolved")
    fields: dict[str, object] = {"addressee": "customer:C-1001"} if event.PUBLISHER == "notification" else {}
    if "round" in event.model_fields:
        fields["round"] = 1
    state = heard(given, event, **fields)
    assert state.timeline[0].what == event.TYPE
    assert state.timeline[0].at == ARRIVED


@pytest.mark.parametrize("event", [NotificationSent, NotificationFailed])
@pytest.mark.parametrize("addressee", ["staff:li", "role:sales_clerk", "team:returns"])
def test_messages_to_staff_are_not_the_cases_business(event: type[Payload], addressee: str) -> None:
    assert isinstance(hear(case(), event, addressee=addressee), Ignored)


@pytest.mark.parametrize(
    ("event", "fields", "status"),
    [
        (NotificationSent, {"addressee": "customer:C-1001"}, "acknowledged"),
        (NotificationFailed, {"addressee": "customer:C-1001"}, "received"),
        (CaseClassified, {}, "classified"),
        (CaseReclassified, {}, "received"),
        (TaskAssigned, {"step": "01"}, "received"),
        (TaskAssigned, {"step": "02A"}, "assigned"),
        (TaskAccepted, {}, "in_progress"),
        (TaskHandedOver, {}, "received"),
        (TaskReplied, {}, "in_progress"),
        (TaskCommunicated, {}, "responded"),
        (TaskOverdue, {}, "received"),
        (TaskEscalated, {}, "received"),
        (CaseResolved, {}, "resolved"),
        (RepairPlanned, {}, "in_progress"),
        (RepairRejected, {}, "received"),
        (FollowUpScheduled, {}, "received"),
    ],
)
def test_where_news_lead(event: type[Payload], fields: dict[str, object], status: str) -> None:
    if "round" in event.model_fields:
        fields = {"round": 1, **fields}
    assert heard(case(), event, **fields).status == status


def test_a_front_desk_step_leaves_the_case_with_its_team() -> None:
    fields = {"round": 1, "team": "sales", "responsible": "role:sales_clerk", "due_at": DUE}
    handling = heard(case(), TaskAssigned, step="03", **fields).handling
    assert (handling.team, handling.responsible, handling.step, handling.due_at) == (
        "quality",
        "role:sales_clerk",
        "03",
        DUE,
    )
    assert heard(case(), TaskAssigned, step="02C", **fields).handling.team == "sales"


def test_a_resolution_stops_the_clock_that_is_shown() -> None:
    handling = heard(case(), CaseResolved, round=1, resolution="new seal").handling
    assert (handling.step, handling.due_at, handling.resolution) == (None, None, "new seal")


def test_an_escalation_is_shown_and_kept_from_the_customer() -> None:
    state = heard(case(), TaskEscalated, round=1, level=3, escalated_to="role:sales_director")
    assert state.handling.escalation_level == 3
    assert not state.timeline[-1].public


def test_a_long_text_is_cut_in_the_timeline() -> None:
    state = heard(case(), TaskReplied, round=1, cause="c" * 4_000, measure="m")
    assert state.timeline[-1].details == {"cause": "c" * NOTE_MAX, "measure": "m"}


@pytest.mark.parametrize("event", [event for event in EVENTS if "round" in event.model_fields], ids=lambda e: e.TYPE)
def test_news_of_another_round_change_nothing_but_the_timeline(event: type[Payload]) -> None:
    given = case("assigned", round=2)
    state = heard(given, event, round=1)
    assert (state.status, state.handling, state.round) == (given.status, given.handling, 2)
    assert state.timeline[-1].round == 1
    assert isinstance(hear(given, event, round=3), Waiting)
