"""Conditions on the case's fields, and what they are refused for."""

import pytest
from dispatch.domain.classification import Facts, RulesetError, decide, parse_ruleset

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
