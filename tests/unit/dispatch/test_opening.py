"""case.opened: class, team, step, responsible and clock (P1 steps 01 and 02A to 02C)."""

from datetime import timedelta

import pytest
from chassis.documents import Change, Ignored
from contracts.events.dispatch import CaseClassified, TaskAssigned
from dispatch.domain.assignment import Assignment
from dispatch.handlers.on_case_opened import on_case_opened

from tests.unit.dispatch.builders import (
    DESIGN_TEXT,
    LEAK_TEXT,
    OPENED,
    RETURN_TEXT,
    STRAY_TEXT,
    UNSURE_TEXT,
    at,
    context,
    opened,
)


def open_case(
    text: str, *, name: str = "demo", turn: int = 0, kind: str = "complaint", remedy: str | None = None
) -> Change[Assignment]:
    event = opened(text, kind=kind, remedy=remedy)
    change = on_case_opened(None, event, context(turns={event.id: turn}, name=name))
    assert isinstance(change, Change)
    return change


@pytest.mark.parametrize(
    ("text", "team", "step", "responsible", "hours"),
    [
        (RETURN_TEXT, "returns", "02A", "staff:gendan1", 8),
        (DESIGN_TEXT, "rnd", "02B", "role:rnd_director", 4),
        (LEAK_TEXT, "quality", "02C", "staff:quality1", 8),
        ("the clerk was rude", "sales", "02C", "staff:sales1", 8),
    ],
)
def test_a_sure_class_goes_to_the_line_of_its_team(
    text: str, team: str, step: str, responsible: str, hours: int
) -> None:
    change = open_case(text)
    classified, assigned, *asked = (event.payload for event in change.events)
    assert isinstance(classified, CaseClassified)
    assert isinstance(assigned, TaskAssigned)
    assert [payload.TYPE for payload in asked] == (["return.requested"] if step == "02A" else [])
    assert (classified.team, classified.ruleset, classified.ruleset_version) == (team, "tests", 7)
    assert (assigned.team, assigned.step, assigned.responsible) == (team, step, responsible)
    assert (assigned.limit_seconds, assigned.due_at) == (hours, at(hours))
    assert change.state.status == "assigned"
    assert change.state.due_at == at(hours)


def test_an_unsure_class_waits_for_a_clerk_with_the_two_hours_of_step_01() -> None:
    change = open_case(UNSURE_TEXT)
    (assigned,) = (event.payload for event in change.events)
    assert isinstance(assigned, TaskAssigned)
    assert (assigned.step, assigned.responsible, assigned.limit_seconds) == ("01", "role:sales_clerk", 2)
    assert assigned.category is None
    assert change.state.status == "awaiting_classification"
    assert not change.state.classification.sure


def test_step_01_counts_from_the_moment_the_complaint_was_recorded() -> None:
    late = opened(UNSURE_TEXT)
    change = on_case_opened(None, late, context(at(1.5)))
    assert isinstance(change, Change)
    assert change.state.due_at == at(2)


def test_the_limits_of_p1_are_hours_of_office_time_by_default() -> None:
    change = open_case(LEAK_TEXT, name="default")
    run = change.state.running
    assert run is not None
    assert run.level.limit_seconds == 8 * 3600
    # Monday 10:00 in Shanghai: two hours to noon, four and a half after, one and a half on Tuesday from 08:30.
    assert run.due_at == OPENED + timedelta(days=1)


def test_a_critical_case_is_counted_around_the_clock() -> None:
    change = open_case("the heater leaks, a child was hurt", name="default")
    assert change.state.due_at == OPENED + timedelta(hours=8)


def test_a_team_that_the_policy_does_not_know_goes_to_a_lead_with_the_reason() -> None:
    change = open_case(STRAY_TEXT)
    assigned = change.events[1].payload
    assert isinstance(assigned, TaskAssigned)
    assert assigned.responsible == "role:team_lead"
    assert "nobody" in assigned.reason


def test_turns_go_round_the_people_on_duty() -> None:
    chosen = [open_case(LEAK_TEXT, turn=turn).state.running for turn in range(6)]
    names = [run.responsible for run in chosen if run is not None]
    assert names == ["staff:quality1", "staff:quality2", "staff:quality3"] * 2


def test_somebody_whose_shift_is_over_gets_no_turn() -> None:
    night = OPENED + timedelta(hours=13)
    event = opened(LEAK_TEXT)
    names = set()
    for turn in range(4):
        change = on_case_opened(None, event, context(night, turns={event.id: turn}, name="default"))
        assert isinstance(change, Change)
        assert change.state.running is not None
        names.add(change.state.running.responsible)
    assert names == {"staff:quality1", "staff:quality2"}


@pytest.mark.parametrize(
    ("kind", "remedy", "text", "needed"),
    [
        ("fault", "repair", "the clerk was rude", True),
        ("complaint", "repair", LEAK_TEXT, True),
        ("complaint", "repair", "the clerk was rude", False),
        ("fault", "refund", LEAK_TEXT, False),
        ("complaint", None, LEAK_TEXT, False),
    ],
)
def test_a_repair_is_needed_by_remedy_and_kind_or_category(
    kind: str, remedy: str | None, text: str, needed: bool
) -> None:
    change = open_case(text, kind=kind, remedy=remedy)
    assigned = change.events[1].payload
    assert isinstance(assigned, TaskAssigned)
    assert (change.state.repair_required, assigned.repair_required) == (needed, needed)


def test_boxes_one_and_two_are_signed() -> None:
    boxes = open_case(LEAK_TEXT).state.boxes
    assert [(box.box, box.signed_by) for box in boxes] == [
        ("description", "staff:clerk1"),
        ("classification", "ruleset:tests"),
    ]
    assert boxes[0].text == LEAK_TEXT


def test_the_reason_of_the_class_is_kept() -> None:
    made = open_case(LEAK_TEXT).state.classification
    assert (made.rule, made.words) == ("leaks", ("leaks",))
    assert [name for name, _ in made.scores] == ["product_quality", "other"]


def test_the_same_case_is_not_opened_twice() -> None:
    change = open_case(LEAK_TEXT)
    again = on_case_opened(change.state, opened(RETURN_TEXT, event_id="e-other"), context())
    assert isinstance(again, Ignored)
