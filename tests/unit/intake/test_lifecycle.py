"""Every status by every move: what is allowed, what it leads to, and what each refusal is called."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.domain.case import ENDED, PROGRESS, Case, Entry, Fact, Status
from intake.domain.errors import CaseError, NothingToAmend, OccurredInFuture
from intake.domain.lifecycle import amend, close, open_case, progress, reopen, withdraw

from tests.support.builders import ARRIVED
from tests.unit.intake.cases import BY, DETAILS, TOLERANCE, case

STATUSES: tuple[Status, ...] = get_args(Status)
LATER = ARRIVED + timedelta(hours=2)
CORRECTED = replace(DETAILS, description="It leaks at the lower joint.")
MOVES: Mapping[str, Callable[[Case], tuple[Case, Fact]]] = {
    "amend": lambda given: amend(given, CORRECTED, by=BY, now=LATER, clock_tolerance=TOLERANCE),
    "withdraw": lambda given: withdraw(given, "sold it", by=BY, now=LATER),
    "reopen": lambda given: reopen(given, "leaks again", by=BY, now=LATER),
    "close": lambda given: close(given, "satisfied", by=BY, now=LATER),
}
REFUSALS: dict[str, dict[Status, str]] = {
    "amend": dict.fromkeys(ENDED, "case_ended"),
    "withdraw": dict.fromkeys(ENDED, "case_ended"),
    "reopen": {status: "case_not_reopenable" for status in STATUSES if status not in ("resolved", "closed")},
    "close": {status: "case_not_resolved" for status in STATUSES if status != "resolved"},
}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("name", MOVES)
def test_every_move_from_every_status(name: str, status: Status) -> None:
    given = case(status)
    refusal = REFUSALS[name].get(status)
    if refusal is not None:
        with pytest.raises(CaseError) as refused:
            MOVES[name](given)
        assert (refused.value.code, refused.value.params) == (refusal, {"status": status})
        return
    moved, fact = MOVES[name](given)
    assert fact.case is moved
    target = {"amend": status, "withdraw": "withdrawn", "reopen": "reopened", "close": "closed"}[name]
    assert moved.status == target
    assert moved.round == given.round + (name == "reopen")
    assert (moved.ended_at is not None) == (target in ENDED)
    assert len(moved.timeline) == len(given.timeline) + 1
    assert (moved.timeline[-1].by, moved.timeline[-1].at, moved.timeline[-1].round) == (BY, LATER, moved.round)


def test_a_new_round_keeps_the_responsible_and_forgets_the_clock() -> None:
    closed, _ = close(case("resolved"), "satisfied", by=BY, now=LATER)
    again, _ = reopen(closed, "leaks again", by=BY, now=LATER)
    assert (again.outcome, again.ended_at) == (None, None)
    handling = again.handling
    assert (handling.responsible, handling.team, handling.due_at, handling.escalation_level) == (
        "staff:wang",
        "quality",
        None,
        0,
    )


@pytest.mark.parametrize(("ahead", "refused"), [(TOLERANCE, False), (TOLERANCE + timedelta(microseconds=1), True)])
def test_nobody_reports_or_corrects_towards_the_future(ahead: timedelta, refused: bool) -> None:
    details = replace(DETAILS, occurred_at=ARRIVED + ahead)

    def recorded() -> None:
        open_case(
            number="n",
            kind="complaint",
            channel="web",
            details=details,
            recorded_by=BY,
            tracking_path="/v1/track/t",
            now=ARRIVED,
            clock_tolerance=TOLERANCE,
        )

    def corrected() -> None:
        amend(case(), details, by=BY, now=ARRIVED, clock_tolerance=TOLERANCE)

    for attempt in (recorded, corrected):
        if refused:
            with pytest.raises(OccurredInFuture):
                attempt()
        else:
            attempt()


def test_an_amendment_that_changes_nothing_is_refused() -> None:
    with pytest.raises(NothingToAmend):
        amend(case(), DETAILS, by=BY, now=LATER, clock_tolerance=TOLERANCE)


def test_an_amendment_tells_which_fields_changed() -> None:
    changed = replace(DETAILS, place=None, description="other")
    amended, fact = amend(case(), changed, by=BY, now=LATER, clock_tolerance=TOLERANCE)
    assert fact.changed == ("description", "place")
    assert amended.timeline[-1].details == {"changed": "description, place"}


def entry(round_: int = 1) -> Entry:
    return Entry(what="task.accepted", at=LATER, round=round_, public=False)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("news", [None, *PROGRESS])
def test_progress_goes_forward_only_and_never_past_an_end(status: Status, news: Status | None) -> None:
    moved = progress(case(status), entry(), status=news, handling={}, sequence=1)
    assert len(moved.timeline) == 1
    if status in ENDED or news is None or PROGRESS.index(news) <= PROGRESS.index(status):
        assert moved.status == status
    else:
        assert moved.status == news


@pytest.mark.parametrize("status", STATUSES)
def test_late_news_of_an_older_round_is_only_noted(status: Status) -> None:
    given = case(status, round=2)
    noted = progress(given, entry(round_=1), status="resolved", handling={"step": "03"}, sequence=9)
    assert noted == replace(given, timeline=(entry(round_=1),))


FIELDS = st.sampled_from(["step", "responsible", "team"])
TOLD = st.lists(st.tuples(FIELDS, st.integers(1, 99)), unique_by=lambda told: told[1])


@given(TOLD)
def test_news_that_overtake_one_another_leave_the_same_picture(told: list[tuple[str, int]]) -> None:
    pictures = []
    for order in (sorted(told, key=lambda item: item[1]), told):
        seen = case()
        for name, sequence in order:
            seen = progress(seen, entry(), handling={name: str(sequence)}, sequence=sequence)
        pictures.append(seen.handling)
    assert pictures[0] == pictures[1]
