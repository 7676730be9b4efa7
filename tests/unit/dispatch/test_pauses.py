"""A paused clock: who may pause it and why, what lets it run on, and what it shows (M9)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from chassis.documents import Ignored, Waiting
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskPaused, TaskResumed
from contracts.events.dispatch_returns import ReturnReceived
from contracts.events.repair import RepairClosed, RepairPlanned
from dispatch.domain.assignment import Assignment
from dispatch.domain.clocks import ClockReading, read_clocks
from dispatch.domain.errors import ActionNotAllowed, AlreadyPaused, NotPaused, NotResponsible, PauseReasonUnknown
from dispatch.domain.ladder import next_rung
from dispatch.domain.step_run import StepRun
from dispatch.handlers.climb_overdue_step import assignment_timers
from dispatch.handlers.hand_over_task import hand_over_task
from dispatch.handlers.on_case_amended import on_case_amended
from dispatch.handlers.on_case_reopened import on_case_reopened
from dispatch.handlers.on_repair_closed import on_repair_closed
from dispatch.handlers.on_repair_planned import on_repair_planned
from dispatch.handlers.pause_task import pause_task, resume_task
from dispatch.handlers.reply_to_task import reply_to_task
from dispatch.handlers.returns.tell_assignment import on_return_received

from tests.unit.dispatch import builders
from tests.unit.dispatch.builders import LEAK_TEXT, RETURN_TEXT, STRANGER, amended, at, context, policy, repair_closed
from tests.unit.dispatch.flow import QUALITY, accepted, assigned, changed, communicated, names, payloads, resolved

HOUR = timedelta(seconds=1)
"""Of the demonstration's policy."""


def running(state: Assignment | None = None) -> StepRun:
    run = (state or assigned()).running
    assert run is not None
    return run


def paused(reason: str = "waiting_for_parts", when: float = 2, state: Assignment | None = None) -> Assignment:
    return pause_task(state or accepted(), QUALITY, reason, "the seal is ordered", policy(), now=at(when)).state


def planned(when: datetime, round_number: int = 1) -> Envelope[RepairPlanned]:
    payload = RepairPlanned(
        case_id=builders.CASE,
        number=builders.NUMBER,
        repair_id=f"{builders.CASE}:{round_number}",
        round=round_number,
        revision=1,
        technician="staff:tang",
        steps=["replace"],
        estimated_minutes=30,
        planned_at=when,
    )
    return builders.envelope(payload, "e-planned")


def received(when: datetime, round_number: int = 1) -> Envelope[ReturnReceived]:
    payload = ReturnReceived(
        case_id=builders.CASE,
        number=builders.NUMBER,
        return_id=f"{builders.CASE}:{round_number}",
        round=round_number,
        team="returns",
        responsible="staff:gendan1",
        condition="box open",
        by="staff:gendan1",
        received_at=when,
    )
    return builders.envelope(payload, "e-received")


def clock(state: Assignment, when: float) -> ClockReading:
    return read_clocks(state, at(when))[-1]


def test_no_rung_is_pending_while_the_clock_stands() -> None:
    run = running()
    assert next_rung(replace(run, clock=run.clock.pause(at(2), "customer away"))) is None
    assert next_rung(replace(run, clock=run.clock.pause(at(9), "customer away"))) is None, "not even what was due"


def test_rungs_move_by_the_length_of_the_pause() -> None:
    run = running()
    moved = replace(run, clock=run.clock.pause(at(2), "customer away").resume(at(5)))
    assert [moved.due_of(fraction) for fraction in (0.5, 1.0, 1.5)] == [at(7), at(11), at(15)]
    assert [run.due_of(fraction) for fraction in (0.5, 1.0, 1.5)] == [at(4), at(8), at(12)]


def test_pausing_and_resuming_are_told() -> None:
    change = pause_task(accepted(), QUALITY, "waiting_for_parts", "the seal is ordered", policy(), now=at(2))
    [told] = payloads(change)
    assert isinstance(told, TaskPaused)
    assert (told.reason, told.note, told.by) == ("waiting_for_parts", "the seal is ordered", "staff:quality1")
    assert (told.awaits, told.paused_at) == (("repair.planned", "repair.closed"), at(2))
    assert assignment_timers(change.state) == ()
    again = resume_task(change.state, QUALITY, now=at(7))
    [told] = payloads(again)
    assert isinstance(told, TaskResumed)
    assert (told.reason, told.because, told.due_at, told.resumed_at) == (
        "waiting_for_parts",
        "command",
        at(13),
        at(7),
    )
    assert again.state.due_at == at(13)
    assert [timer.due for timer in assignment_timers(again.state)] == [at(9)]


def test_what_was_due_before_the_pause_is_told_before_it() -> None:
    change = pause_task(accepted(), QUALITY, "waiting_for_parts", None, policy(), now=at(8))
    assert names(change) == ["task.reminded", "task.reminded", "task.overdue", "task.escalated", "task.paused"]


@pytest.mark.parametrize(
    ("reason", "event", "expected"),
    [
        ("waiting_for_customer", "amended", True),
        ("waiting_for_parts", "amended", False),
        ("waiting_for_customer", "planned", False),
        ("waiting_for_parts", "planned", True),
        ("waiting_for_shipment", "planned", True),
        ("waiting_for_parts", "closed", True),
        ("waiting_for_shipment", "received", True),
        ("waiting_for_parts", "received", False),
    ],
)
def test_the_awaited_event_lets_the_clock_run_on(reason: str, event: str, expected: bool) -> None:
    state = paused(reason)
    seen = context(at(5))
    outcome = {
        "amended": lambda: on_case_amended(state, amended(LEAK_TEXT, at(5)), seen),
        "planned": lambda: on_repair_planned(state, planned(at(5)), seen),
        "received": lambda: on_return_received(state, received(at(5)), seen),
        "closed": lambda: on_repair_closed(state, replace_closed_at(repair_closed(outcome="cancelled"), at(5)), seen),
    }[event]()
    if isinstance(outcome, Ignored):
        assert not expected
        return
    change = changed(outcome)
    assert ("task.resumed" in names(change)) == expected
    assert running(change.state).clock.is_paused != expected
    assert running(change.state).due_at == (at(11) if expected else at(8))


def replace_closed_at(event: Envelope[RepairClosed], when: datetime) -> Envelope[RepairClosed]:
    return event.model_copy(update={"data": event.data.model_copy(update={"closed_at": when})})


def test_an_event_from_before_the_pause_is_not_the_awaited_one() -> None:
    state = paused("waiting_for_customer", when=4)
    late = changed(on_case_amended(state, amended(LEAK_TEXT, at(3)), context(at(5))))
    assert names(late) == []
    assert running(late.state).clock.is_paused


def test_goods_of_another_round_or_before_the_case_change_nothing() -> None:
    assert isinstance(on_return_received(None, received(at(1)), context()), Waiting)
    state = paused("waiting_for_shipment")
    assert isinstance(on_return_received(state, received(at(5), 2), context(at(5))), Ignored)


def test_a_plan_for_another_round_or_before_the_case_changes_nothing() -> None:
    assert isinstance(on_repair_planned(None, planned(at(1)), context()), Waiting)
    assert isinstance(on_repair_planned(paused(), planned(at(5), 2), context(at(5))), Ignored)
    assert isinstance(on_repair_planned(communicated(), planned(at(5)), context(at(5))), Ignored)


def test_an_amendment_that_changes_the_class_ends_the_paused_step() -> None:
    state = pause_task(assigned(), QUALITY, "waiting_for_customer", None, policy(), now=at(2)).state
    change = changed(on_case_amended(state, amended(RETURN_TEXT, at(5)), context(at(5))))
    assert names(change)[:3] == ["task.resumed", "case.reclassified", "task.assigned"]
    assert not running(change.state).clock.is_paused


def test_refusals() -> None:
    with pytest.raises(PauseReasonUnknown):
        pause_task(accepted(), QUALITY, "holiday", None, policy(), now=at(2))
    with pytest.raises(NotResponsible):
        pause_task(accepted(), STRANGER, "waiting_for_parts", None, policy(), now=at(2))
    with pytest.raises(NotResponsible):
        resume_task(paused(), STRANGER, now=at(3))
    with pytest.raises(AlreadyPaused):
        pause_task(paused(), QUALITY, "waiting_for_customer", None, policy(), now=at(3))
    with pytest.raises(NotPaused):
        resume_task(accepted(), QUALITY, now=at(3))
    with pytest.raises(ActionNotAllowed):
        pause_task(communicated(), QUALITY, "waiting_for_parts", None, policy(), now=at(5))
    with pytest.raises(ActionNotAllowed):
        resume_task(communicated(), QUALITY, now=at(5))


def test_a_step_that_ends_while_paused_is_judged_by_its_used_time() -> None:
    met = reply_to_task(paused(when=7), QUALITY, "worn", "replace", None, now=at(500)).state.finished[-1]
    assert (met.outcome, met.overdue_at, met.due_at) == ("met", None, at(501))
    missed = reply_to_task(paused(when=9), QUALITY, "worn", "replace", None, now=at(500)).state.finished[-1]
    assert (missed.outcome, missed.due_at) == ("missed", at(8))
    exactly = reply_to_task(paused(when=8), QUALITY, "worn", "replace", None, now=at(8)).state.finished[-1]
    assert exactly.outcome == "missed", "it was told overdue in the pause's own write"


def test_a_clock_shows_limit_used_paused_and_left() -> None:
    state = paused(when=2)
    shown = clock(state, 6)
    assert (shown.standing, shown.limit, shown.used, shown.paused, shown.left, shown.due_at) == (
        "paused",
        8 * HOUR,
        2 * HOUR,
        4 * HOUR,
        6 * HOUR,
        None,
    )
    state = resume_task(state, QUALITY, now=at(10)).state
    shown = clock(state, 11)
    assert (shown.standing, shown.used, shown.paused, shown.left, shown.due_at) == (
        "running",
        3 * HOUR,
        8 * HOUR,
        5 * HOUR,
        at(16),
    )
    assert clock(state, 17).standing == "missed"
    assert clock(state, 17).left == -HOUR
    met = reply_to_task(state, QUALITY, "worn", "replace", None, now=at(12)).state
    assert [(shown.run.level.step, shown.standing, shown.used) for shown in read_clocks(met, at(13))] == [
        ("02C", "met", 4 * HOUR),
        ("03", "running", HOUR),
    ]


def test_hands_show_who_held_it_how_long() -> None:
    state = hand_over_task(paused(when=2), QUALITY, "staff:quality2", "my leave begins", policy(), now=at(4)).state
    state = resume_task(state, builders.person("quality2", "quality_engineer", team="quality"), now=at(5)).state
    first, second = clock(state, 8).held
    assert (first.responsible, first.since, first.until, first.worked) == ("staff:quality1", at(0), at(4), 2 * HOUR)
    assert (second.responsible, second.since, second.until, second.worked) == (
        "staff:quality2",
        at(4),
        None,
        3 * HOUR,
    )
    assert (second.note, second.by) == ("my leave begins", "staff:quality1")


def test_a_reopened_case_does_not_escalate_at_once() -> None:
    back = changed(on_case_reopened(resolved(), builders.reopened(2), context(at(500))))
    assert names(back) == ["task.assigned"]
    assert [timer.due for timer in assignment_timers(back.state)] == [at(504)]
    shown = clock(back.state, 500)
    assert (shown.run.round, shown.standing, shown.used, shown.left) == (2, "running", 0 * HOUR, 8 * HOUR)
