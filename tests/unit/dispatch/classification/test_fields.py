"""Conditions on the case's fields, and what they are refused for."""

from dataclasses import asdict

import pytest
from dispatch.domain.classification import Facts, RulesetError, decide, parse_ruleset
from dispatch.domain.classification.vocabulary import FIELD_NAMES
from dispatch.incoming import case_of, facts_of

from tests.unit.dispatch.builders import opened
from tests.unit.dispatch.classification.builders import Data, compiled, rule, ruleset_data


@pytest.mark.parametrize(
    ("where", "facts", "holds"),
    [
        ({"customer_region": "華東"}, Facts(text="", customer_region="华东"), True),
        ({"customer_region": "华东"}, Facts(text=""), False),
        ({"product_model": ["WH-80", "WH-60"]}, Facts(text="", product_model="wh-60"), True),
        ({"product_model": {"matches": "^wh-[68]0$"}}, Facts(text="", product_model="WH-80"), True),
        ({"product_model": {"matches": "^wh-[68]0$"}}, Facts(text="", product_model="WH-800"), False),
        ({"order_number": {"matches": "^so"}}, Facts(text=""), False),
        ({"order_number": {"present": False}}, Facts(text=""), True),
        ({"order_number": {"present": False}}, Facts(text="", order_number="SO-1"), False),
        ({"order_number": {"present": True}}, Facts(text="", order_number="SO-1"), True),
        ({"product": {"present": False}}, Facts(text="", product=""), True),
        ({"channel": {"not_in": ["web", "im"]}}, Facts(text="", channel="hotline"), True),
        ({"channel": {"not_in": ["web", "im"]}}, Facts(text="", channel="im"), False),
        ({"customer_grade": {"not_in": ["C"]}}, Facts(text="", customer_grade=None), True),
        ({"kind": {"in": ["fault"], "not_in": ["visit"]}}, Facts(text="", kind="fault"), True),
        ({"customer_name": {"in": ["Pump Works"]}}, Facts(text="", customer_name="PUMP  works"), True),
        ({"customer_code": "C-1"}, Facts(text="", customer_code="c-1"), True),
        ({"place": {"matches": "杭州"}}, Facts(text="", place="浙江杭州"), True),
        ({"language": "en"}, Facts(text="", language="en"), True),
        ({"product_serial": "x1"}, Facts(text="", product_serial="X1"), True),
        ({"contact_name": "陳梅"}, Facts(text="", contact_name="陈梅"), True),
        ({"contact_phone": {"matches": "^\\+86"}}, Facts(text="", contact_phone="+86 571 5550 0100"), True),
        ({"contact_email": {"matches": "@example\\.com$"}}, Facts(text="", contact_email="Chen@Example.com"), True),
        ({"contact_email": {"present": False}}, Facts(text=""), True),
        ({"occurred_at": {"matches": "^2026-03-02"}}, Facts(text="", occurred_at="2026-03-02T08:30:00+00:00"), True),
        ({"occurred_at": {"matches": "^2026-03-02"}}, Facts(text="", occurred_at="2026-03-03T08:30:00+00:00"), False),
        ({"amount": {"at_least": 100_000}}, Facts(text="", amount=100_000), True),
        ({"amount": {"at_least": 100_000}}, Facts(text="", amount=99_999), False),
        ({"amount": {"at_most": 5}}, Facts(text=""), False),
        ({"amount": {"at_least": 1, "at_most": 5}, "currency": "CNY"}, Facts(text="", amount=5, currency="CNY"), True),
        ({"amount": {"at_least": 1}, "currency": "CNY"}, Facts(text="", amount=5, currency="USD"), False),
        ({"amount": {"present": False}}, Facts(text=""), True),
        ({"amount": {"present": True}}, Facts(text="", amount=0), True),
    ],
)
def test_fields(where: Data, facts: Facts, holds: bool) -> None:
    assert (decide(facts, compiled(rule("tested", "service", where=where))).rule == "tested") is holds


def test_every_field_of_a_case_can_be_asked_for() -> None:
    texts = ["customer_code", "customer_region", "contact_name", "contact_phone", "contact_email", "order_number"]
    texts += ["product_name", "product_model", "product_serial", "place"]
    said: dict[str, object] = dict.fromkeys(texts, "x")
    said |= {"customer_type": "dealer", "remedy": "repair", "severity": "high"}
    said |= {"order_amount": 5, "order_currency": "CNY", "occurred_at": "2026-03-02T16:30:00+08:00"}
    details = opened().data
    case = type(details).model_validate({**details.model_dump(), **said})
    facts = facts_of(case_of(case), "text")
    assert None not in asdict(facts).values()
    assert facts.occurred_at == "2026-03-02T08:30:00+00:00"
    assert set(FIELD_NAMES) - {"product_kind"} == set(asdict(facts)) - {"text"}


@pytest.mark.parametrize(
    ("where", "path", "problem"),
    [
        ({"amount": 5}, "rules[1].where.amount", "must be a mapping"),
        ({"amount": {"at_least": -1}}, "rules[1].where.amount.at_least", "whole number from 0"),
        ({"amount": {"at_least": 1.5}}, "rules[1].where.amount.at_least", "whole number"),
        ({"amount": {"at_least": 1 << 70}}, "rules[1].where.amount.at_least", "whole number"),
        ({"amount": {"at_least": 6, "at_most": 5}}, "rules[1].where.amount", "above at_most"),
        ({"amount": {"matches": "5"}}, "rules[1].where.amount.matches", "unknown field"),
        ({"kind": {}}, "rules[1].where.kind", "must not be empty"),
        ({"kind": {"at_least": 1}}, "rules[1].where.kind.at_least", "unknown field"),
        ({"kind": {"present": "yes"}}, "rules[1].where.kind.present", "true or false"),
    ],
)
def test_refused(where: Data, path: str, problem: str) -> None:
    with pytest.raises(RulesetError) as refusal:
        parse_ruleset(ruleset_data(rule("tested", "service", where=where)))
    assert refusal.value.path == path
    assert problem in refusal.value.problem
