"""What a verdict says is told in the language of whom it is told to."""

import json
from typing import get_args

import pytest
from dispatch.domain.errors import DispatchError
from dispatch.domain.returns import moves
from dispatch.domain.returns.entitlement import ClaimFacts, Verdict, judge
from dispatch.domain.returns.errors import EntitledToReturn, ReasonNeeded, VerdictAgainst
from dispatch.domain.returns.verdict_texts import VERDICT_TEXTS, VerdictCode
from dispatch.entrypoints.http.problems_returns import RETURN_PROBLEMS
from pydantic import TypeAdapter

from tests.unit.dispatch.returns.goods import CLERK, SERVICE, after, asked, opened

LATE, ENTITLED = asked(asked_on="2026-06-05"), asked()
OLD = {"allowed": True, "basis": "legal_floor", "reason": "day 5 of 7", "days_used": 5, "promise": "second"}


def shown(error: DispatchError) -> tuple[str, str]:
    texts = RETURN_PROBLEMS[error.code]
    return texts.zh.format(**error.params), texts.en.format(**error.params)


def test_every_code_has_its_texts() -> None:
    assert VERDICT_TEXTS.keys() == set(get_args(VerdictCode))


def test_a_verdict_says_the_same_in_both_languages() -> None:
    made = judge(ENTITLED, SERVICE)
    assert (made.code, made.told("zh"), made.told("en")) == (
        "law_grants",
        "第 5 天,在法定的 7 天之内",
        "day 5 of 7 that the law grants",
    )


@pytest.mark.parametrize(
    ("facts", "error", "zh", "en"),
    [
        (
            LATE,
            VerdictAgainst,
            "服务政策不允许,只能作为特殊照顾批准: 第 96 天,超过 15 天的期限",
            "The policy does not grant it, goodwill could: day 96 is beyond the 15 days",
        ),
        (
            asked(sold_on=None),
            ReasonNeeded,
            "政策无法判定,须由人说明理由: 销售日期不详,须由人决定",
            "The facts do not decide it, give a reason: the sale date is not known: a person decides",
        ),
        (
            None,
            ReasonNeeded,
            "政策无法判定,须由人说明理由: 尚未核实情况,须由人决定",
            "The facts do not decide it, give a reason: nobody established the facts: a person decides",
        ),
    ],
)
def test_an_authorisation_is_refused_in_both_languages(
    facts: ClaimFacts | None, error: type[DispatchError], zh: str, en: str
) -> None:
    state = opened() if facts is None else moves.assess(opened(), facts, SERVICE, CLERK, now=after(1))[0]
    with pytest.raises(error) as refused:
        moves.authorise(state, None, CLERK, goodwill=False, now=after(2))
    assert shown(refused.value) == (zh, en)


def test_a_refusal_of_what_is_granted_is_refused_in_both_languages() -> None:
    state = moves.assess(opened(), ENTITLED, SERVICE, CLERK, now=after(1))[0]
    with pytest.raises(EntitledToReturn) as refused:
        moves.refuse(state, "no", CLERK, now=after(2))
    assert shown(refused.value) == (
        "客户有权退换,不能拒绝: 第 5 天,在法定的 7 天之内",
        "The customer is entitled to it: day 5 of 7 that the law grants",
    )


def test_without_a_reason_of_its_own_a_decision_has_the_verdicts_in_the_customers_language() -> None:
    state = moves.assess(opened(), ENTITLED, SERVICE, CLERK, now=after(1))[0]
    decision = moves.authorise(state, None, CLERK, goodwill=False, now=after(2))[0].decision
    assert decision is not None
    assert decision.reason == "第 5 天,在法定的 7 天之内"


def test_a_verdict_that_was_stored_before_there_were_codes_is_still_read_and_told() -> None:
    stored = TypeAdapter(Verdict).validate_json(json.dumps(OLD))
    assert (stored.code, stored.told("zh"), stored.told("en")) == (None, "day 5 of 7", "day 5 of 7")
