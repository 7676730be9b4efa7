"""Contacts: the order of events does not matter, and only real addresses count as reachable."""

from dataclasses import replace
from itertools import permutations

import pytest
from chassis.documents import Change, Ignored
from contracts.events.intake import CaseAmended, CaseOpened
from notification.domain.contact import Contact, merge
from notification.handlers.keep_contact import on_case_amended, on_case_opened

from tests.unit.notification.builders import CASE, contact, context, event

TOLD = (
    contact(),
    contact(sequence=2, email=None, tracking_path=None),
    contact(sequence=5, email="new@example.com", tracking_path=None),
)


@pytest.mark.parametrize("order", list(permutations(TOLD)))
def test_any_order_ends_with_the_newest_and_the_tracking_page(order: tuple[Contact, ...]) -> None:
    known: Contact | None = None
    for told in order:
        known = merge(known, told)
    assert known == replace(TOLD[2], tracking_path="/track/4fN0cQ")


def test_opening_tells_the_contact() -> None:
    outcome = on_case_opened(None, event(CaseOpened), context())
    assert isinstance(outcome, Change)
    assert outcome.state == replace(contact(), phone=None)
    assert not outcome.events


def test_a_late_correction_changes_nothing() -> None:
    known = contact(sequence=9)
    late = event(CaseAmended, sequence=3, contact_email="old@example.com")
    assert isinstance(on_case_amended(known, late, context()), Ignored)


def test_a_correction_changes_language_and_email() -> None:
    news = event(CaseAmended, sequence=3, contact_email="neu@example.com", language="en")
    outcome = on_case_amended(contact(), news, context())
    assert isinstance(outcome, Change)
    assert (outcome.state.email, outcome.state.language, outcome.state.case_id) == ("neu@example.com", "en", CASE)
    assert outcome.state.tracking_path == "/track/4fN0cQ"


@pytest.mark.parametrize("email", ["a@b.cn", "chen.mei+x@mail.example.com", "o'neil@x-y.example"])
def test_plain_addresses_are_reachable(email: str) -> None:
    assert contact(email=email).reachable_email == email


@pytest.mark.parametrize(
    "email",
    [
        None,
        "",
        "none",
        "a@b",
        "a b@c.cn",
        "a@c.cn\r\nBcc: x@y.cn",
        "a@c.cn\n",
        "<a@c.cn>",
        "a@c.cn, b@c.cn",
        "a..b@c.cn",
        ".a@c.cn",
        "a@-c.cn",
        "a@c..cn",
        "陈@例子.cn",
        "a" * 250 + "@c.cn",
    ],
)
def test_everything_else_is_not(email: str | None) -> None:
    assert contact(email=email).reachable_email is None


def test_the_address_holds_any_customer_id() -> None:
    assert contact(customer_id="C 10:01").address == "customer:C_10_01"
