"""Amendments: what is left out stays, null takes away, parts are merged field by field."""

from dataclasses import replace
from datetime import timedelta

import pytest
from intake.domain.case import Contact, Details, Product
from intake.entrypoints.http.requests import amended_details
from intake.entrypoints.http.schemas import AmendCase
from pydantic import ValidationError

from tests.unit.intake.cases import CASE_ID, DETAILS

EARLIER = DETAILS.occurred_at - timedelta(hours=3)
CUSTOMER = DETAILS.customer


def amended(body: dict[str, object]) -> Details:
    return amended_details(DETAILS, AmendCase.model_validate(body), CASE_ID)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, DETAILS),
        ({"description": " new "}, replace(DETAILS, description="new")),
        ({"occurred_at": EARLIER.isoformat()}, replace(DETAILS, occurred_at=EARLIER)),
        ({"language": "en"}, replace(DETAILS, language="en")),
        ({"order_number": None}, replace(DETAILS, order_number=None)),
        ({"order_amount": None}, replace(DETAILS, order_amount=None)),
        (
            {"order_amount": 5, "order_currency": "EUR"},
            replace(DETAILS, order_amount=5, order_currency="EUR"),
        ),
        ({"place": None, "remedy": "refund"}, replace(DETAILS, place=None, remedy="refund")),
        ({"severity": None}, replace(DETAILS, severity=None)),
        ({"contact": {"phone": None}}, replace(DETAILS, contact=replace(DETAILS.contact, phone=None))),
        ({"contact": {}}, DETAILS),
        ({"contact": None}, replace(DETAILS, contact=Contact())),
        ({"product": {"serial": "X-2"}}, replace(DETAILS, product=replace(DETAILS.product, serial="X-2"))),
        ({"product": None}, replace(DETAILS, product=Product())),
        ({"customer": {"grade": "A"}}, replace(DETAILS, customer=replace(CUSTOMER, grade="A"))),
        (
            {"customer": {"code": "C-2"}},
            replace(DETAILS, customer=replace(CUSTOMER, code="C-2", id="C-2")),
        ),
        (
            {"customer": {"code": None}},
            replace(DETAILS, customer=replace(CUSTOMER, code=None, id=f"once-{CASE_ID}")),
        ),
    ],
    ids=str,
)
def test_an_amendment_merges(body: dict[str, object], expected: Details) -> None:
    assert amended(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        {"description": None},
        {"order_amount": 5},
        {"order_amount": -1, "order_currency": "CNY"},
        {"order_amount": 1.5, "order_currency": "CNY"},
        {"order_amount": 10**16, "order_currency": "CNY"},
        {"order_currency": "yuan"},
        {"occurred_at": None},
        {"language": None},
        {"customer": None},
        {"customer": {"name": None}},
        {"customer": {"grade": None}},
        {"status": "closed"},
        {"number": "2603-000017-4"},
        {"kind": "fault"},
        {"customer": {"id": "C-9"}},
    ],
    ids=str,
)
def test_what_a_case_cannot_be_without_or_is_not_ours_to_change_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        amended(body)
