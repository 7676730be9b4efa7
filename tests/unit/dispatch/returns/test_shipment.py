"""While goods are on their way, the clock of step 02A stands still; its limit is for what the company itself does."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from chassis.documents import Ignored, Waiting
from contracts.events.dispatch import TaskPaused, TaskResumed
from contracts.events.dispatch_returns import ReturnAuthorised, ReturnCompleted, ReturnDropped, ReturnReceived
from contracts.events.dispatch_returns import ReturnRequested as Requested
from dispatch.adapters.policy_build import PolicyError
from dispatch.adapters.return_policy import require_known_pause, return_policy
from dispatch.domain.assignment import Assignment
from dispatch.domain.clocks import read_clocks
from dispatch.domain.step_run import StepRun
from dispatch.handlers.pause_task import pause_task, resume_task
from dispatch.handlers.reply_to_task import reply_to_task
from dispatch.handlers.returns.expect_goods import AwaitGoods, ExpectGoods
from dispatch.handlers.returns.tell_assignment import on_return_completed, on_return_dropped, on_return_received

from tests.unit.dispatch.builders import (
    ADMIN,
    CASE,
    LEAK_TEXT,
    NUMBER,
    RETURN_TEXT,
    at,
    context,
    envelope,
    policy,
)
from tests.unit.dispatch.flow import assigned, changed, names, payloads

REASON = "waiting_for_shipment"
EXPECT, AWAIT = ExpectGoods(REASON), AwaitGoods(REASON)
RETURN = {
    "case_id": CASE,
    "number": NUMBER,
    "return_id": f"{CASE}:1",
    "round": 1,
    "team": "returns",
    "responsible": "staff:gendan1",
    "by": "staff:gendan1",
}


def authorised(when: datetime) -> ReturnAuthorised:
    return ReturnAuthorised.model_validate({**RETURN, "reason": "r", "authorised_at": when})


def received(when: datetime) -> ReturnReceived:
    return ReturnReceived.model_validate({**RETURN, "condition": "c", "received_at": when})


def dropped(when: datetime) -> ReturnDropped:
    return ReturnDropped.model_validate({**RETURN, "reason": "never sent", "dropped_at": when})


def expecting(state: Assignment | None = None, when: float = 2) -> Assignment:
    told = envelope(authorised(at(when)), f"e-authorised-{when}")
    return changed(EXPECT(state or assigned(RETURN_TEXT), told, context(at(when)))).state


def comes(state: Assignment, when: float, happened: float | None = None) -> Assignment:
    told = envelope(received(at(when if happened is None else happened)), "e-received")
    return changed(on_return_received(state, told, context(at(when)))).state


def running(state: Assignment) -> StepRun:
    assert state.running is not None
    return state.running


def test_authorised_goods_let_the_clock_stand_still_and_their_coming_lets_it_run_on() -> None:
    change = changed(EXPECT(assigned(RETURN_TEXT), envelope(authorised(at(2))), context(at(2))))
    [told] = payloads(change)
    assert isinstance(told, TaskPaused)
    assert (told.reason, told.by, told.awaits) == (REASON, "dispatch", policy().pauses[REASON])
    [shown] = read_clocks(change.state, at(80))
    assert (shown.standing, shown.used, shown.due_at) == ("paused", timedelta(seconds=2), None)
    assert [pause.reason for pause in shown.pauses] == [REASON]
    back = comes(change.state, 80)
    assert not running(back).clock.is_paused
    assert running(back).due_at == at(86), "what is left of the eight hours"


def test_a_return_within_its_own_limits_meets_step_02a() -> None:
    state = comes(expecting(when=2), 82)
    done = {**RETURN, "outcome": "refunded", "findings": "f", "measure": "m", "completed_at": at(87)}
    told = envelope(ReturnCompleted.model_validate(done), "e-completed")
    ended = changed(on_return_completed(state, told, context(at(87)))).state.finished[-1]
    assert (ended.level.step, ended.outcome, ended.overdue_at) == ("02A", "met", None)


def test_what_the_company_does_in_a_return_fits_into_step_02a() -> None:
    shipped = {stage.name: stage.limit_seconds for stage in return_policy().stages}
    own = sum(seconds for name, seconds in shipped.items() if name != "receive")
    for name in ("default", "demo"):
        limits = [row for row in policy(name).rows if row.step == "02A"]
        hour = policy("default").rows[0].limit_seconds / policy(name).rows[0].limit_seconds
        assert all(own <= row.limit_seconds * hour for row in limits)
    assert shipped["receive"] == 80 * 3600
    require_known_pause(return_policy(), policy("default"))


def test_goods_that_were_heard_of_first_are_not_waited_for() -> None:
    state = comes(assigned(RETURN_TEXT), 4)
    assert state.return_pending
    late = changed(EXPECT(state, envelope(authorised(at(3))), context(at(5))))
    assert names(late) == []
    assert not running(late.state).clock.is_paused


def test_goods_that_came_before_the_pause_was_made_end_it() -> None:
    state = expecting(when=5)
    assert not running(comes(state, 6, happened=4)).clock.is_paused


def test_goods_that_never_come_let_the_clock_run_on_and_the_line_answer_by_hand() -> None:
    change = changed(on_return_dropped(expecting(), envelope(dropped(at(90)), "e-dropped"), context(at(90))))
    [told] = payloads(change)
    assert isinstance(told, TaskResumed)
    assert (told.because, told.due_at) == ("return.dropped", at(96))
    assert not change.state.return_pending
    answered = reply_to_task(change.state, ADMIN, "c", "m", None, now=at(91)).state
    assert answered.status == "replied"
    late = changed(EXPECT(change.state, envelope(authorised(at(2)), "again"), context(at(92)))).state
    assert late.goods_return == change.state.goods_return, "what was given up later stays so"
    assert running(expecting(change.state, 93)).clock.is_paused, "authorised anew"


def test_a_pause_for_another_reason_passes_into_this_one() -> None:
    state = pause_task(assigned(RETURN_TEXT), ADMIN, "waiting_for_customer", None, policy(), now=at(1)).state
    change = changed(EXPECT(state, envelope(authorised(at(3))), context(at(3))))
    assert names(change) == ["task.resumed", "task.paused"]
    assert [pause.reason for pause in running(change.state).clock.pauses] == ["waiting_for_customer", REASON]
    same = pause_task(assigned(RETURN_TEXT), ADMIN, REASON, None, policy(), now=at(1)).state
    assert names(changed(EXPECT(same, envelope(authorised(at(3))), context(at(3))))) == []


def test_the_line_that_comes_back_waits_for_the_goods_too() -> None:
    requested = Requested.model_validate(
        {**RETURN, "customer_id": "C-1", "customer_name": "n", "description": "d"}
        | {"asked_at": at(0), "requested_at": at(0)}
    )
    told = envelope(requested, "e-requested")
    assert isinstance(AWAIT(None, told, context()), Waiting)
    assert isinstance(AWAIT(assigned(RETURN_TEXT), told, context()), Ignored)
    anew = resume_task(expecting(), ADMIN, now=at(3)).state
    assert running(changed(AWAIT(anew, told, context(at(4)))).state).clock.is_paused


def test_another_line_and_a_policy_without_a_reason_run_on() -> None:
    assert not running(expecting(assigned(LEAK_TEXT))).clock.is_paused
    told = envelope(authorised(at(2)))
    assert names(changed(ExpectGoods(None)(assigned(RETURN_TEXT), told, context(at(2))))) == []


@pytest.mark.parametrize("awaited", [None, ("return.received",), ()])
def test_a_pause_that_nothing_would_end_is_refused_at_the_start(awaited: tuple[str, ...] | None) -> None:
    pauses = {} if awaited is None else {REASON: awaited}
    with pytest.raises(PolicyError, match=r"pauses\.waiting_for_shipment must await .*return\.dropped"):
        require_known_pause(return_policy(), replace(policy(), pauses=pauses))
