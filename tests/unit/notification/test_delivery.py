"""Queued, tried, sent or given up; started again; read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notification.domain.delivery import Delivered, Fact, NotDelivered, Outcome, mark_read, record_outcome, start_again
from notification.domain.errors import AlreadyRead, NotFailed, NotReadable
from notification.domain.notification import due

from tests.unit.notification.builders import NOW, email, inbox

PASSING = NotDelivered("server_unavailable", lasting=False)
LASTING = NotDelivered("recipient_refused 550", lasting=True)


def test_delivered_at_once() -> None:
    sent, facts = record_outcome(email(), Delivered(), NOW)
    assert (sent.status, sent.sent_at, due(sent), facts) == ("sent", NOW, None, ("sent",))
    assert [(one.at, one.outcome, one.error) for one in sent.attempts] == [(NOW, "sent", None)]


def test_pauses_follow_the_frozen_list_and_then_it_is_given_up() -> None:
    state, now, pauses = email(), NOW, []
    for _ in range(3):
        state, facts = record_outcome(state, PASSING, now)
        assert facts == ()
        following = due(state)
        assert following is not None
        pauses.append((following - now).total_seconds())
        now = following
    state, facts = record_outcome(state, PASSING, now)
    assert pauses == [10, 60, 300]
    assert (state.status, due(state), facts) == ("failed", None, ("failed",))
    assert [one.outcome for one in state.attempts] == ["postponed"] * 3 + ["failed"]
    assert {one.error for one in state.attempts} == {"server_unavailable"}


def test_a_lasting_refusal_is_not_tried_again() -> None:
    state, facts = record_outcome(email(), LASTING, NOW)
    assert (state.status, len(state.attempts), facts) == ("failed", 1, ("failed",))


outcomes = st.lists(st.sampled_from([Delivered(), PASSING, LASTING]), max_size=12)


@given(outcomes=outcomes, pauses=st.lists(st.integers(1, 100_000), max_size=6))
def test_a_delivery_ends_once_and_never_later_than_its_last_pause(outcomes: list[Outcome], pauses: list[int]) -> None:
    state, now = email(retry_after=tuple(pauses)), NOW
    told: list[Fact] = []
    for outcome in outcomes:
        at = due(state)
        if at is None:
            break
        assert at >= now
        now = at
        state, facts = record_outcome(state, outcome, now)
        told += facts
        assert bool(facts) == (due(state) is None)
    assert len(told) == (0 if due(state) else 1)
    assert len(state.attempts) <= len(pauses) + 1
    assert (state.status == "queued") == (due(state) is not None)
    assert now - NOW <= timedelta(seconds=sum(pauses))


def test_a_given_up_delivery_starts_again_with_all_its_tries() -> None:
    failed, _ = record_outcome(email(), LASTING, NOW)
    again = start_again(failed, NOW + timedelta(hours=1))
    assert (again.status, due(again), again.tries, again.attempts) == (
        "queued",
        NOW + timedelta(hours=1),
        0,
        failed.attempts,
    )
    postponed, _ = record_outcome(again, PASSING, NOW)
    assert due(postponed) == NOW + timedelta(seconds=10)


@pytest.mark.parametrize("status", ["queued", "sent", "read"])
def test_only_a_failed_one_starts_again(status: str) -> None:
    with pytest.raises(NotFailed) as refused:
        start_again(email(status=status), NOW)
    assert refused.value.params == {"status": status}


def test_read_once_by_one() -> None:
    read = mark_read(inbox(), "staff:li", NOW)
    assert (read.status, read.read_by, read.read_at) == ("read", "staff:li", NOW)
    with pytest.raises(AlreadyRead) as refused:
        mark_read(read, "staff:wang", NOW)
    assert refused.value.params == {"by": "staff:li"}


def test_an_email_cannot_be_read_here() -> None:
    with pytest.raises(NotReadable):
        mark_read(replace(email(), status="sent"), "staff:li", NOW)
