"""Events of different publishers arrive in any order; what becomes of the round's repair must not depend on it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from contracts.events.dispatch import TaskAssigned, TaskReplied
from contracts.events.intake import CaseWithdrawn
from contracts.events.repair import RepairClosed, RepairOpened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repair.domain.repair_order import RepairOrder
from repair.subscriptions import subscriptions

from tests.support.builders import envelope_of
from tests.support.deliveries import DeliveryMachine
from tests.support.effort import examples
from tests.support.memory import Event, MemoryStore, World

ORDER = "0b5f:1"
WITHDRAWN_AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
OPENING: list[Event] = [envelope_of(TaskAssigned, round=1), envelope_of(TaskReplied, round=1)]
WITHDRAWAL: Event = envelope_of(CaseWithdrawn, round=1, reason="solved it myself", withdrawn_at=WITHDRAWN_AT)
OTHER_ROUND: list[Event] = [envelope_of(TaskAssigned, round=2), envelope_of(TaskReplied, round=2)]


def repair_world() -> tuple[World, MemoryStore[RepairOrder]]:
    """The service's own subscriptions over memory."""
    world = World()
    orders = world.store("repair_orders", RepairOrder)
    world.subscribe(*subscriptions(orders))
    return world, orders


def told(world: World, round_: int = 1) -> list[type]:
    """What was published about a round, in order."""
    return [type(event.data) for event in world.published if event.subject == f"0b5f:{round_}"]


@pytest.mark.parametrize("opening", OPENING, ids=["assigned", "replied"])
def test_a_withdrawal_before_the_opening_leaves_a_mark_that_keeps_the_order_shut(opening: Event) -> None:
    world, orders = repair_world()
    world.deliver(WITHDRAWAL)
    mark = orders.state(ORDER)
    assert (mark.status, mark.outcome, mark.outcome_reason) == ("cancelled", "cancelled", "solved it myself")
    assert (mark.opened_at, mark.cancelled_by) == (None, "customer:C-1001")
    world.deliver(opening)
    assert orders.state(ORDER) == mark
    assert world.published == []


@pytest.mark.parametrize("opening", OPENING, ids=["assigned", "replied"])
def test_a_withdrawal_after_the_opening_cancels_the_order(opening: Event) -> None:
    world, orders = repair_world()
    world.deliver(opening)
    world.deliver(WITHDRAWAL)
    assert (orders.state(ORDER).status, orders.state(ORDER).outcome_reason) == ("cancelled", "solved it myself")
    assert told(world) == [RepairOpened, RepairClosed]


def test_a_mark_stays_small() -> None:
    world, orders = repair_world()
    world.deliver(WITHDRAWAL)
    assert len(orders._documents[ORDER]) < 1_000


@given(st.permutations([*OPENING, WITHDRAWAL, *OTHER_ROUND]), st.booleans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_every_order_of_arrival_ends_the_same(events: Sequence[Event], grouped: bool) -> None:
    world, orders = repair_world()
    for group in [list(events)] if grouped else [[event] for event in events]:
        assert not world.deliver(*group).waiting
    ended = orders.state(ORDER)
    assert (ended.status, ended.outcome, ended.outcome_reason) == ("cancelled", "cancelled", "solved it myself")
    assert told(world) == ([] if ended.opened_at is None else [RepairOpened, RepairClosed])
    other = orders.state("0b5f:2")
    assert (other.status, told(world, 2)) == ("opened", [RepairOpened])


@given(st.permutations(OPENING))
def test_assignment_and_reply_describe_the_same_order_whichever_comes_first(events: Sequence[Event]) -> None:
    world, orders = repair_world()
    reference_world, reference = repair_world()
    reference_world.deliver(*OPENING)
    for event in events:
        world.deliver(event)
    assert orders.state(ORDER).request == reference.state(ORDER).request
    assert told(world) == [RepairOpened]


class RepairDeliveries(DeliveryMachine):
    """Duplicates, groups and crashes as well."""

    def make_world(self) -> World:
        world, self.orders = repair_world()
        return world

    def script(self) -> Sequence[Event]:
        return [*OPENING, WITHDRAWAL]

    def check(self) -> None:
        if WITHDRAWAL.id in self.acknowledged:
            assert self.orders.state(ORDER).status == "cancelled"

    def finished(self) -> None:
        assert told(self.world) in ([], [RepairOpened, RepairClosed])


TestRepairDeliveries = RepairDeliveries.TestCase
TestRepairDeliveries.settings = settings(max_examples=examples(60), stateful_step_count=12, deadline=None)
