"""Cases as the tests need them."""

from dataclasses import replace
from datetime import timedelta

from contracts.envelope import Envelope
from contracts.events.dispatch_quality import CorrectiveAction
from intake.domain.case import Case, Contact, Customer, Details, Handling, Product, Status

from tests.support.builders import ARRIVED, P, envelope_of

CASE_ID = "0b5f" * 8
SPANNED = [CASE_ID, "1c6a" * 8]
"""The cases of an 8D record, this one the first."""
BY = "staff:li"
TOLERANCE = timedelta(minutes=5)
DETAILS = Details(
    customer=Customer(id="C-1001", name="Hangzhou Pump Works", code="C-1001", grade="B", region="Zhejiang"),
    contact=Contact(name="Chen Mei", phone="+86 571 5550 0100", email="chen.mei@example.com"),
    product=Product(name="Water heater", model="WH-80", serial="WH80-0001"),
    order_number="SO-778",
    order_amount=189_900,
    order_currency="CNY",
    description="The heater leaks.",
    occurred_at=ARRIVED - timedelta(hours=1),
    place="Hangzhou",
    remedy="repair",
    severity="high",
)


def case(status: Status = "received", **changes: object) -> Case:
    """A case in a status."""
    plain = Case(
        number="2603-000017-4",
        kind="complaint",
        channel="hotline",
        details=DETAILS,
        status=status,
        recorded_by=BY,
        received_at=ARRIVED,
        handling=Handling(team="quality", responsible="staff:wang", step="02C", due_at=ARRIVED, escalation_level=2),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the names are fields of Case


def told(event: type[P], **fields: object) -> Envelope[P]:
    """News about the case, and where they may span several about another one too."""
    if issubclass(event, CorrectiveAction):
        fields = {"case_ids": SPANNED, **fields}
    return envelope_of(event, case_id=CASE_ID, **fields)  # type: ignore[arg-type]  # fields of the payload only
