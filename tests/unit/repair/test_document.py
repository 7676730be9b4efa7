"""A repair order survives its document."""

import pytest
from chassis.codec import StateCodec
from repair.domain.repair_order import RepairOrder

from tests.unit.repair import orders


@pytest.mark.parametrize(
    "order", [*orders.in_every_status().values(), orders.forestalled()], ids=lambda order: order.status
)
def test_an_order_comes_back_from_its_document_unchanged(order: RepairOrder) -> None:
    codec = StateCodec(RepairOrder)
    assert codec.decode(codec.encode(order)) == order
