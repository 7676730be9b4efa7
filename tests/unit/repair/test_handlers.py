"""Events to repair orders, and repair orders to events."""

from dataclasses import replace

import pytest
from chassis.documents import Change, Ignored, Waiting
from chassis.subscription import Moment
from contracts.events.dispatch import TaskAssigned, TaskReplied
from contracts.events.intake import CaseWithdrawn
from contracts.events.repair import (
    RepairClosed,
    RepairCompleted,
    RepairConfirmed,
    RepairOpened,
    RepairPlanned,
    RepairRejected,
)
from contracts.payload import Payload
from repair.domain.repair_order import CaseRound, RepairOrder, Request
from repair.handlers.cancel_repair import cancel_repair
from repair.handlers.complete_repair import complete_repair
from repair.handlers.confirm_repair import confirm_repair
from repair.handlers.log_work import log_work
from repair.handlers.on_case_withdrawn import on_case_withdrawn
from repair.handlers.on_task_assigned import on_task_assigned
from repair.handlers.on_task_replied import on_task_replied
from repair.handlers.plan_repair import plan_repair
from repair.handlers.record_test import record_test
from repair.handlers.reject_repair import reject_repair
from repair.subscriptions import for_assigned, for_replied, for_withdrawn

from tests.support.builders import envelope_of
from tests.unit.repair import orders
from tests.unit.repair.orders import NOW, PASSED, TECHNICIAN

CONTEXT = Moment(now=NOW)


def payloads(outcome: Change[RepairOrder] | Ignored | Waiting) -> list[Payload]:
    assert isinstance(outcome, Change)
    assert all(event.correlation == "0b5f" for event in outcome.events)
    return [event.payload for event in outcome.events]


def test_a_task_that_needs_a_repair_opens_the_order_of_its_round() -> None:
    event = envelope_of(TaskAssigned, round=2)
    assert for_assigned(event) == ["0b5f:2"]
    outcome = on_task_assigned(None, event, CONTEXT)
    assert isinstance(outcome, Change)
    assert (outcome.state.id, outcome.state.status, outcome.state.opened_at) == ("0b5f:2", "opened", NOW)
    assert isinstance(outcome.state.request, Request)
    assert outcome.state.request.description == "The heater leaks at the lower joint."
    assert payloads(outcome) == [
        RepairOpened(
            case_id="0b5f",
            number="2603-000017-4",
            repair_id="0b5f:2",
            round=2,
            team="sales",
            product_model="WH-80",
            product_serial="WH80-0001",
            opened_at=NOW,
        )
    ]


def test_a_task_that_needs_none_concerns_nobody() -> None:
    event = envelope_of(TaskAssigned, repair_required=False)
    assert for_assigned(event) == []
    assert isinstance(on_task_assigned(None, event, CONTEXT), Ignored)


def test_a_reply_opens_the_order_with_cause_and_measure() -> None:
    event = envelope_of(TaskReplied)
    assert for_replied(event) == ["0b5f:1"]
    outcome = on_task_replied(None, event, CONTEXT)
    assert isinstance(outcome, Change)
    assert outcome.state.request == Request(
        case_id="0b5f",
        number="2603-000017-4",
        round=1,
        team="sales",
        responsible="staff:wang",
        customer_id="C-1001",
        customer_name="Hangzhou Pump Works",
        description="The heater leaks at the lower joint.",
        product_model="WH-80",
        product_serial="WH80-0001",
        cause="joint seal aged",
        measure="replace the seal",
    )
    assert [type(payload) for payload in payloads(outcome)] == [RepairOpened]


@pytest.mark.parametrize("order", [None, *orders.in_every_status().values()], ids=lambda order: order and order.status)
def test_a_reply_that_needs_none_calls_off_what_nobody_worked_on(order: RepairOrder | None) -> None:
    event = envelope_of(TaskReplied, repair_required=False, measure="send a new one")
    assert for_replied(event) == ["0b5f:1"]
    outcome = on_task_replied(order, event, CONTEXT)
    if order is None or order.status not in {"opened", "planned"}:
        assert isinstance(outcome, Ignored)
        return
    (closed,) = payloads(outcome)
    assert isinstance(closed, RepairClosed)
    assert (closed.outcome, closed.summary) == ("cancelled", "send a new one")


def test_a_person_calls_a_repair_off_with_a_reason() -> None:
    change = cancel_repair(orders.in_progress(), "the case is of another class", by="staff:zhao", now=NOW)
    assert (change.state.status, change.state.cancelled_by) == ("cancelled", "staff:zhao")
    (closed,) = payloads(change)
    assert isinstance(closed, RepairClosed)
    assert (closed.outcome, closed.summary) == ("cancelled", "the case is of another class")


@pytest.mark.parametrize("order", orders.in_every_status().values(), ids=lambda order: order.status)
def test_a_round_has_one_order_whatever_became_of_it(order: RepairOrder) -> None:
    assert isinstance(on_task_assigned(order, envelope_of(TaskAssigned), CONTEXT), Ignored)
    outcome = on_task_replied(order, envelope_of(TaskReplied), CONTEXT)
    if order.status in {"closed", "cancelled"}:
        assert isinstance(outcome, Ignored)
        return
    assert isinstance(outcome, Change)
    assert isinstance(outcome.state.request, Request)
    assert (outcome.state.request.cause, outcome.state.request.measure) == ("joint seal aged", "replace the seal")
    assert (replace(outcome.state, request=order.request), payloads(outcome)) == (order, [])


@pytest.mark.parametrize("order", orders.in_every_status().values(), ids=lambda order: order.status)
def test_a_withdrawal_cancels_what_has_not_ended(order: RepairOrder) -> None:
    outcome = on_case_withdrawn(order, envelope_of(CaseWithdrawn), CONTEXT)
    if order.status in {"closed", "cancelled"}:
        assert isinstance(outcome, Ignored)
        return
    (closed,) = payloads(outcome)
    assert isinstance(closed, RepairClosed)
    assert (closed.outcome, closed.summary, closed.closed_at) == ("cancelled", "solved it myself", NOW)
    assert closed.attempts == (order.attempt if order.plans else 0)
    assert closed.technician == order.technician


def test_a_withdrawal_before_the_order_cancels_it_beforehand_in_silence() -> None:
    event = envelope_of(CaseWithdrawn, round=3)
    assert for_withdrawn(event) == ["0b5f:3"]
    outcome = on_case_withdrawn(None, event, CONTEXT)
    assert isinstance(outcome, Change)
    assert (outcome.state.status, outcome.state.opened_at, payloads(outcome)) == ("cancelled", None, [])
    assert outcome.state.request == CaseRound("0b5f", "2603-000017-4", 3)
    assert isinstance(on_case_withdrawn(outcome.state, event, CONTEXT), Ignored)


def test_commands_publish_what_the_contracts_promise() -> None:
    plan = plan_repair(orders.opened(), orders.draft(), by=TECHNICIAN, now=NOW)
    (planned,) = payloads(plan)
    assert isinstance(planned, RepairPlanned)
    assert (planned.revision, planned.technician, planned.estimated_minutes) == (1, TECHNICIAN, 45)
    assert planned.steps == ["close the water", "replace the seal"]
    work = log_work(plan.state, orders.done(), by=TECHNICIAN, now=NOW)
    assert payloads(work) == []
    test = record_test(work.state, (PASSED,), by=TECHNICIAN, now=NOW)
    assert payloads(test) == []
    done = complete_repair(test.state, "seal replaced", by=TECHNICIAN, now=NOW)
    (completed,) = payloads(done)
    assert isinstance(completed, RepairCompleted)
    assert (completed.attempt, completed.parts, completed.active_minutes) == (1, ("SEAL-12",), 40)


def test_the_customer_confirms_through_the_front_desk() -> None:
    confirmed, closed = payloads(confirm_repair(orders.completed(), "remote", None, by="staff:li", now=NOW))
    assert isinstance(confirmed, RepairConfirmed)
    assert (confirmed.method, confirmed.confirmed_by, confirmed.attempt) == ("remote", "customer:C-1001", 1)
    assert isinstance(closed, RepairClosed)
    assert (closed.outcome, closed.summary, closed.attempts) == ("confirmed", "seal replaced", 1)
    assert closed.technician == TECHNICIAN


def test_a_rejection_names_the_attempt_that_failed() -> None:
    (rejected,) = payloads(reject_repair(orders.completed(), "still drips", by="staff:li", now=NOW))
    assert isinstance(rejected, RepairRejected)
    assert (rejected.attempt, rejected.reason, rejected.rejected_by) == (1, "still drips", "customer:C-1001")
    assert rejected.team == "quality"


def test_a_customer_id_of_full_length_still_fits_its_event() -> None:
    event = envelope_of(TaskAssigned, customer_id="C" * 200)
    opened = on_task_assigned(None, event, CONTEXT)
    assert isinstance(opened, Change)
    state = plan_repair(opened.state, orders.draft(), by=TECHNICIAN, now=NOW).state
    state = log_work(state, orders.done(), by=TECHNICIAN, now=NOW).state
    state = record_test(state, (PASSED,), by=TECHNICIAN, now=NOW).state
    state = complete_repair(state, "done", by=TECHNICIAN, now=NOW).state
    confirmed, _ = payloads(confirm_repair(state, "on_site", None, by="staff:li", now=NOW))
    assert isinstance(confirmed, RepairConfirmed)
    assert confirmed.confirmed_by == "staff:li"
