"""Every move from every status: allowed ones lead on, all others are refused and change nothing."""

from collections.abc import Callable, Mapping
from typing import get_args

import pytest
from repair.domain import judgement, opening, work
from repair.domain.errors import MoveForbidden
from repair.domain.repair_order import RepairOrder
from repair.domain.vocabulary import Move, Status

from tests.unit.repair import orders
from tests.unit.repair.orders import NOW, PASSED, TECHNICIAN

MOVES: Mapping[Move, Callable[[RepairOrder], RepairOrder]] = {
    "plan": lambda order: work.plan(order, orders.draft(reason="valve worn too"), TECHNICIAN, NOW)[0],
    "log": lambda order: work.log(order, orders.done(), TECHNICIAN, NOW)[0],
    "test": lambda order: work.verify(order, (PASSED,), TECHNICIAN, NOW)[0],
    "complete": lambda order: work.complete(order, "done", TECHNICIAN, NOW)[0],
    "confirm": lambda order: judgement.confirm(order, "remote", None, TECHNICIAN, NOW)[0],
    "reject": lambda order: judgement.reject(order, "still drips", TECHNICIAN, NOW)[0],
    "cancel": lambda order: opening.cancel(order, "withdrawn", TECHNICIAN, NOW)[0],
}
LEADS_TO: Mapping[tuple[Status, Move], Status] = {
    ("opened", "plan"): "planned",
    ("opened", "cancel"): "cancelled",
    ("planned", "plan"): "planned",
    ("planned", "log"): "in_progress",
    ("planned", "cancel"): "cancelled",
    ("in_progress", "plan"): "planned",
    ("in_progress", "log"): "in_progress",
    ("in_progress", "test"): "tested",
    ("in_progress", "cancel"): "cancelled",
    ("tested", "plan"): "planned",
    ("tested", "log"): "in_progress",
    ("tested", "test"): "tested",
    ("tested", "complete"): "completed",
    ("tested", "cancel"): "cancelled",
    ("completed", "confirm"): "closed",
    ("completed", "reject"): "rejected",
    ("completed", "cancel"): "cancelled",
    ("rejected", "plan"): "planned",
    ("rejected", "cancel"): "cancelled",
}


def test_the_builders_cover_every_status_and_the_table_every_move() -> None:
    assert set(orders.in_every_status()) == set(get_args(Status))
    assert all(order.status == status for status, order in orders.in_every_status().items())
    assert set(MOVES) == set(get_args(Move))


@pytest.mark.parametrize("move", get_args(Move))
def test_nothing_moves_an_order_that_was_cancelled_before_it_was_opened(move: Move) -> None:
    with pytest.raises(MoveForbidden):
        MOVES[move](orders.forestalled())


@pytest.mark.parametrize("status", get_args(Status))
@pytest.mark.parametrize("move", get_args(Move))
def test_a_move_leads_where_the_table_says_or_is_refused(status: Status, move: Move) -> None:
    order = orders.in_every_status()[status]
    if (status, move) in LEADS_TO:
        assert MOVES[move](order).status == LEADS_TO[status, move]
        return
    with pytest.raises(MoveForbidden) as refusal:
        MOVES[move](order)
    assert refusal.value.params == {"move": move, "status": status}
    assert refusal.value.code == "repair_move_forbidden"
