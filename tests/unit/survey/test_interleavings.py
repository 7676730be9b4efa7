"""Events of different publishers arrive in any order; whether a round is followed up must not depend on it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from contracts.envelope import Envelope
from contracts.events.dispatch import CaseResolved, TaskOverdue
from contracts.events.intake import CaseReopened, CaseWithdrawn
from contracts.events.survey import FollowUpCompleted, FollowUpOverdue, FollowUpScheduled
from contracts.payload import Payload
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from survey.handlers.report_overdue_follow_up import follow_up_timers

from tests.support.builders import envelope_of
from tests.support.deliveries import DeliveryMachine
from tests.support.effort import examples
from tests.support.memory import Event, World
from tests.unit.survey.world import SurveyWorld, survey_world

FOLLOW_UP = "0b5f:1"
RESOLVED: Event = envelope_of(CaseResolved, round=1)
WITHDRAWN: Event = envelope_of(CaseWithdrawn, round=1, reason="gone")
REOPENED: Event = envelope_of(CaseReopened, round=2, reason="gone")
UNSATISFIED: Event = envelope_of(FollowUpCompleted, round=1, satisfied=False, answers={"solution": "dissatisfied"})
LATE: Event = envelope_of(TaskOverdue, round=1)
SCHEDULING: set[type[Payload]] = {FollowUpScheduled}


def about_asking(world: World) -> set[type[Payload]]:
    """Kinds of events published about the first round's follow-up."""
    kinds = (FollowUpScheduled, FollowUpOverdue)
    return {type(event.data) for event in world.published if isinstance(event.data, kinds)}


def ending(survey: SurveyWorld) -> tuple[object, ...]:
    """What must not depend on the order."""
    state = survey.follow_ups.state(FOLLOW_UP)
    return state.status, state.cancel_reason, state.satisfied, tuple(follow_up_timers(state))


@pytest.mark.parametrize("ender", [WITHDRAWN, REOPENED], ids=["withdrawn", "reopened"])
def test_an_end_before_the_resolution_leaves_a_mark_that_keeps_the_customer_unasked(ender: Event) -> None:
    survey = survey_world()
    survey.world.deliver(ender)
    mark = survey.follow_ups.state(FOLLOW_UP)
    assert (mark.status, mark.cancel_reason, mark.scheduled_at, mark.due_at) == ("cancelled", "gone", None, None)
    survey.world.deliver(RESOLVED)
    survey.world.tick(timedelta(days=30))
    assert survey.follow_ups.state(FOLLOW_UP) == mark
    assert survey.world.published == []


@pytest.mark.parametrize("ender", [WITHDRAWN, REOPENED], ids=["withdrawn", "reopened"])
def test_an_end_after_the_resolution_calls_the_follow_up_off(ender: Event) -> None:
    survey = survey_world()
    survey.world.deliver(RESOLVED)
    survey.world.deliver(ender)
    survey.world.tick(timedelta(days=30))
    assert ending(survey) == ("cancelled", "gone", None, ())
    assert about_asking(survey.world) == SCHEDULING


def test_a_mark_stays_small() -> None:
    survey = survey_world()
    survey.world.deliver(WITHDRAWN)
    assert len(survey.follow_ups._documents[FOLLOW_UP]) < 1_000


def test_a_case_that_came_back_is_followed_up_in_its_new_round() -> None:
    survey = survey_world()
    survey.world.deliver(REOPENED, envelope_of(CaseResolved, round=2), RESOLVED)
    assert survey.follow_ups.state("0b5f:2").status == "scheduled"
    assert survey.follow_ups.state(FOLLOW_UP).status == "cancelled"


@given(st.sampled_from([WITHDRAWN, REOPENED]).flatmap(lambda ender: st.permutations([RESOLVED, ender])), st.booleans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_every_order_of_arrival_ends_the_same(events: Sequence[Event], grouped: bool) -> None:
    survey = survey_world()
    for group in [list(events)] if grouped else [[event] for event in events]:
        assert not survey.world.deliver(*group).waiting
    survey.world.tick(timedelta(days=30))
    assert ending(survey) == ("cancelled", "gone", None, ())
    assert about_asking(survey.world) <= SCHEDULING


@given(st.permutations([RESOLVED, WITHDRAWN, UNSATISFIED, LATE]))
def test_what_a_customer_said_and_what_was_late_count_wherever_the_withdrawal_falls(events: Sequence[Event]) -> None:
    survey = survey_world()
    for event in events:
        survey.world.deliver(event)
    assert survey.improvements.state(FOLLOW_UP).status == "open"
    assert survey.appraisals.ids == ["0b5f:1:02C:overdue", "0b5f:1:follow_up"]


def test_a_first_round_has_none_before_it_to_call_off() -> None:
    survey = survey_world()
    survey.world.deliver(envelope_of(CaseReopened, round=1))
    assert survey.follow_ups.ids == []


class SurveyDeliveries(DeliveryMachine):
    """Duplicates, groups, crashes and passing time as well."""

    def make_world(self) -> World:
        self.survey = survey_world()
        return self.survey.world

    def script(self) -> Sequence[Event]:
        again: Envelope[CaseResolved] = envelope_of(CaseResolved, round=2)
        return [RESOLVED, REOPENED, again, envelope_of(CaseWithdrawn, round=2, reason="enough")]

    def finished(self) -> None:
        first, second = (self.survey.follow_ups.state(f"0b5f:{round_}") for round_ in (1, 2))
        assert (first.status, first.cancel_reason) == ("cancelled", "gone")
        assert (second.status, second.cancel_reason) == ("cancelled", "enough")
        told = [(event.subject, type(event.data)) for event in self.world.published]
        assert len(told) == len(set(told))


TestSurveyDeliveries = SurveyDeliveries.TestCase
TestSurveyDeliveries.settings = settings(max_examples=examples(60), stateful_step_count=12, deadline=None)
