"""The verdict of law and promise on a claim: a table of the boundaries, and what always holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from dispatch.domain.returns.entitlement import (
    ClaimFacts,
    LegalFloor,
    Promise,
    SaleAfterClaim,
    ServicePolicy,
    Verdict,
    judge,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.returns.goods import SERVICE


def claim(sold: str, used: int, wanted: str, **more: object) -> Verdict:
    day = (date.fromisoformat(sold) + timedelta(days=used)).isoformat()
    facts = {"wanted": wanted, "asked_on": day, "sold_on": sold, **more}
    return judge(ClaimFacts(**facts), SERVICE)  # type: ignore[arg-type]  # names are checked by the dataclass


OLD, NEW, EARLIER = "2021-05-01", "2026-02-01", "2019-05-01"


@pytest.mark.parametrize(
    ("sold", "used", "wanted", "more", "allowed", "basis"),
    [
        (OLD, 0, "return", {}, True, "legal_floor"),
        (OLD, 7, "return", {"serious": False}, True, "legal_floor"),
        (OLD, 8, "return", {"serious": True}, True, "company_promise"),
        (OLD, 8, "return", {"serious": False}, False, "beyond_policy"),
        (OLD, 8, "return", {}, None, "unknown"),
        (OLD, 10, "return", {"serious": True}, True, "company_promise"),
        (OLD, 11, "return", {"serious": True}, False, "beyond_policy"),
        (OLD, 15, "exchange", {}, True, "legal_floor"),
        (OLD, 16, "exchange", {"serious": True}, True, "company_promise"),
        (OLD, 21, "exchange", {"serious": True}, False, "beyond_policy"),
        (OLD, 365, "repair", {}, True, "legal_floor"),
        (OLD, 400, "repair", {"serious": False}, True, "company_promise"),
        (OLD, 401, "repair", {}, False, "beyond_policy"),
        (OLD, 100, "return", {"repairs_of_same_fault": 1, "serious": False}, False, "beyond_policy"),
        (OLD, 100, "return", {"repairs_of_same_fault": 2}, True, "failed_repairs"),
        (OLD, 401, "exchange", {"repairs_of_same_fault": 9}, False, "beyond_policy"),
        (NEW, 15, "return", {}, True, "company_promise"),
        (NEW, 100, "exchange", {"repairs_of_same_fault": 1}, True, "failed_repairs"),
        (EARLIER, 7, "return", {}, True, "legal_floor"),
        (EARLIER, 8, "return", {"serious": True}, False, "beyond_policy"),
        (EARLIER, 300, "exchange", {"repairs_of_same_fault": 2}, True, "failed_repairs"),
        (OLD, 20, "return", {"days_not_counted": 13}, True, "legal_floor"),
    ],
)
def test_the_boundaries(
    sold: str, used: int, wanted: str, more: dict[str, object], allowed: bool | None, basis: str
) -> None:
    verdict = claim(sold, used, wanted, **more)
    assert (verdict.allowed, verdict.basis) == (allowed, basis)


def test_an_exchange_restarts_the_period_but_not_the_promise() -> None:
    facts = ClaimFacts("return", asked_on="2026-02-12", sold_on="2021-05-01", exchanged_on="2026-02-05")
    verdict = judge(facts, SERVICE)
    assert (verdict.allowed, verdict.days_used, verdict.promise) == (True, 7, "first")


def test_without_a_sale_date_a_person_decides() -> None:
    verdict = judge(ClaimFacts("return", asked_on="2026-03-01"), SERVICE)
    assert (verdict.allowed, verdict.basis, verdict.days_used) == (None, "unknown", None)


@pytest.mark.parametrize(
    "days",
    [
        {"sold_on": "2026-03-02"},
        {"sold_on": "2026-02-01", "exchanged_on": "2026-03-02"},
        {"sold_on": "2026-02-01", "exchanged_on": "2026-01-01"},
    ],
)
def test_days_that_cannot_be_are_refused(days: dict[str, str]) -> None:
    with pytest.raises(SaleAfterClaim):
        judge(ClaimFacts("return", asked_on="2026-03-01", **days), SERVICE)  # type: ignore[arg-type]


DAYS = st.integers(0, 800)
PROMISES = st.builds(
    Promise,
    id=st.just("any"),
    since=st.dates(date(2019, 1, 1), date(2026, 1, 1)).map(date.isoformat),
    return_days=DAYS,
    exchange_days=DAYS,
    repair_days=DAYS,
    failed_repairs=st.integers(1, 9),
    serious_only=st.booleans(),
)
FLOORS = st.builds(LegalFloor, DAYS, DAYS, DAYS, st.integers(1, 9))
FACTS = st.builds(
    ClaimFacts,
    wanted=st.sampled_from(["return", "exchange", "repair"]),
    asked_on=st.dates(date(2026, 1, 1), date(2027, 1, 1)).map(date.isoformat),
    sold_on=st.dates(date(2024, 1, 1), date(2025, 12, 31)).map(date.isoformat),
    days_not_counted=st.integers(0, 60),
    serious=st.sampled_from([None, True, False]),
    repairs_of_same_fault=st.integers(0, 9),
)


@given(facts=FACTS, floor=FLOORS, promise=PROMISES)
def test_no_promise_takes_away_what_the_law_grants(facts: ClaimFacts, floor: LegalFloor, promise: Promise) -> None:
    if judge(facts, ServicePolicy(floor, ())).allowed:
        assert judge(facts, ServicePolicy(floor, (promise,))).allowed


@given(facts=FACTS, floor=FLOORS, promise=PROMISES, fewer=st.integers(0, 60))
def test_days_that_do_not_count_never_harm(facts: ClaimFacts, floor: LegalFloor, promise: Promise, fewer: int) -> None:
    policy = ServicePolicy(floor, (promise,))
    if judge(facts, policy).allowed:
        assert judge(replace(facts, days_not_counted=facts.days_not_counted + fewer), policy).allowed


@given(facts=FACTS, floor=FLOORS, promise=PROMISES)
def test_what_is_undecided_is_decided_by_the_seriousness(
    facts: ClaimFacts, floor: LegalFloor, promise: Promise
) -> None:
    policy = ServicePolicy(floor, (promise,))
    if judge(facts, policy).allowed is None:
        assert judge(replace(facts, serious=True), policy).allowed is True
        assert judge(replace(facts, serious=False), policy).allowed is False
