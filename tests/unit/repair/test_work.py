"""The technician's rules beyond the table of moves."""

from dataclasses import replace
from datetime import timedelta

import pytest
from repair.domain import judgement, work
from repair.domain.errors import NotYetDone, OrderFull, ReplanReasonMissing, TestsNotPassed
from repair.domain.facts import Closed, Completed, Confirmed, Planned, Rejected
from repair.domain.moves import RECORDS_MAX

from tests.unit.repair import orders
from tests.unit.repair.orders import FAILED, NOW, PASSED, TECHNICIAN


def test_a_first_plan_needs_no_reason_and_names_the_technician() -> None:
    order, facts = work.plan(orders.opened(), orders.draft(technician="staff:ma"), "staff:lead", NOW)
    assert order.technician == "staff:ma"
    assert order.plans[0].by == "staff:lead"
    assert facts == (Planned(order.plans[0]),)


@pytest.mark.parametrize("status", ["planned", "in_progress", "tested"])
@pytest.mark.parametrize("reason", [None, ""])
def test_replacing_a_plan_needs_a_reason(status: str, reason: str | None) -> None:
    order = next(order for name, order in orders.in_every_status().items() if name == status)
    with pytest.raises(ReplanReasonMissing):
        work.plan(order, orders.draft(reason=reason), TECHNICIAN, NOW)


def test_a_new_plan_keeps_the_old_one_and_the_log_and_counts_revisions() -> None:
    order, _ = work.plan(orders.tested(), orders.draft(reason="valve worn too"), TECHNICIAN, NOW)
    assert [plan.revision for plan in order.plans] == [1, 2]
    assert order.plans[1].reason == "valve worn too"
    assert len(order.log) == 1


def test_a_rejection_is_reason_enough_and_starts_the_next_attempt() -> None:
    order, _ = work.plan(orders.rejected(), orders.draft(), TECHNICIAN, NOW)
    assert order.attempt == 2
    assert order.plans[-1].attempt == 2


def test_work_is_dated_now_unless_the_technician_says_when() -> None:
    earlier = NOW - timedelta(hours=3)
    order, _ = work.log(orders.in_progress(), orders.done(at=earlier), TECHNICIAN, NOW)
    assert [entry.done_at for entry in order.log] == [NOW, earlier]
    assert order.log[-1].at == NOW


def test_work_cannot_have_been_done_in_the_future() -> None:
    work.log(orders.planned(), orders.done(at=NOW), TECHNICIAN, NOW)
    with pytest.raises(NotYetDone):
        work.log(orders.planned(), orders.done(at=NOW + timedelta(milliseconds=1)), TECHNICIAN, NOW)


def test_completion_waits_for_every_check_of_the_last_test() -> None:
    failed = orders.tested(PASSED, FAILED)
    with pytest.raises(TestsNotPassed) as refusal:
        work.complete(failed, "done", TECHNICIAN, NOW)
    assert refusal.value.params == {"failed": "temperature"}
    again, _ = work.verify(failed, (PASSED,), TECHNICIAN, NOW)
    done, facts = work.complete(again, "done", TECHNICIAN, NOW)
    assert facts == (Completed(done.completions[0]),)
    assert len(done.verifications) == 2


def test_minutes_and_parts_are_those_of_the_running_attempt() -> None:
    order, _ = work.log(orders.in_progress(), orders.done(minutes=5, part="VALVE-3"), TECHNICIAN, NOW)
    order, _ = work.log(order, orders.done(minutes=1), TECHNICIAN, NOW)
    assert order.attempt_minutes == 46
    assert order.attempt_parts == ("SEAL-12", "VALVE-3")
    second, _ = work.plan(orders.rejected(), orders.draft(), TECHNICIAN, NOW)
    assert second.attempt_minutes == 0
    assert second.attempt_parts == ()


def test_the_customers_word_ends_the_attempt() -> None:
    closed, facts = judgement.confirm(orders.completed(), "trial_use", "two weeks dry", "staff:li", NOW)
    assert closed.confirmation is not None
    assert facts == (Confirmed(closed.confirmation), Closed("seal replaced", NOW))
    assert (closed.outcome, closed.closed_at) == ("confirmed", NOW)
    sent_back, facts = judgement.reject(orders.completed(), "still drips", "staff:li", NOW)
    assert facts == (Rejected(sent_back.rejections[0]),)
    assert sent_back.rejections[0].attempt == 1


def test_no_history_grows_without_bound() -> None:
    order = orders.in_progress()
    with pytest.raises(OrderFull):
        work.log(replace(order, log=order.log * RECORDS_MAX), orders.done(), TECHNICIAN, NOW)
    with pytest.raises(OrderFull):
        work.plan(replace(order, plans=order.plans * RECORDS_MAX), orders.draft("x"), TECHNICIAN, NOW)
    tested = orders.tested()
    with pytest.raises(OrderFull):
        work.verify(replace(tested, verifications=tested.verifications * RECORDS_MAX), (PASSED,), TECHNICIAN, NOW)
    rejections = orders.rejected().rejections * (RECORDS_MAX - 1)
    with pytest.raises(OrderFull):
        judgement.reject(replace(orders.completed(), rejections=rejections), "again", TECHNICIAN, NOW)
