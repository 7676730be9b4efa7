"""May this unit be returned, exchanged, repaired free: the service policy against the facts (domain S1, seed 002).

The company's promise holds by its version at the sale; below the legal floor (three guarantees) it never falls.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dispatch.domain.errors import DispatchError
from dispatch.domain.returns.verdict_texts import VerdictCode, verdict_text
from dispatch.domain.words import Language

Claim = Literal["return", "exchange", "repair"]
Basis = Literal["legal_floor", "company_promise", "failed_repairs", "beyond_policy", "unknown"]


class SaleAfterClaim(DispatchError):
    """A unit that was sold, or exchanged, after its return was asked for."""

    code = "sale_after_claim"


@dataclass(frozen=True, slots=True)
class LegalFloor:
    """What the law grants, in days since the sale; so many failed repairs of one fault give an exchange or refund."""

    return_days: int
    exchange_days: int
    repair_days: int
    failed_repairs: int


@dataclass(frozen=True, slots=True)
class Promise:
    """One version of the company's promise, for units sold from `since` (ISO day) on.

    `serious_only`: return and exchange beyond the legal floor are promised for serious problems only.
    """

    id: str
    since: str
    return_days: int
    exchange_days: int
    repair_days: int
    failed_repairs: int
    serious_only: bool


@dataclass(frozen=True, slots=True)
class ServicePolicy:
    """The floor, and the promises by rising `since`."""

    floor: LegalFloor
    promises: tuple[Promise, ...]

    def promise_at(self, day: date) -> Promise | None:
        """The version that held when the unit was sold; None for a sale before the first."""
        return next((one for one in reversed(self.promises) if date.fromisoformat(one.since) <= day), None)


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What is known of a claim; days are ISO texts. `serious` None is not known yet.

    An exchange restarts the period at `exchanged_on`; `days_not_counted` are those of repair and of waiting for it.
    """

    wanted: Claim
    asked_on: str
    sold_on: str | None = None
    exchanged_on: str | None = None
    days_not_counted: int = 0
    serious: bool | None = None
    repairs_of_same_fault: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """`allowed` None: the facts do not decide it, a person does. `days_used` None without a sale date.

    `reason` is English, `reason_zh` Chinese, `code` what both say; verdicts from before there were codes have neither
    of the latter.
    """

    allowed: bool | None
    basis: Basis
    reason: str
    days_used: int | None = None
    promise: str | None = None
    code: VerdictCode | None = None
    reason_zh: str | None = None

    def told(self, language: Language) -> str:
        """The reason in a language, as far as it is known in it."""
        return self.reason_zh or self.reason if language == "zh" else self.reason


def verdict(
    allowed: bool | None,  # the answer itself
    basis: Basis,
    code: VerdictCode,
    used: int | None = None,
    promise: str | None = None,
    **params: int,
) -> Verdict:
    """A verdict that says this; `used` is one of the numbers of its text."""
    said = verdict_text(code, **params, **({} if used is None else {"used": used}))
    return Verdict(allowed, basis, said.en, used, promise, code, said.zh)


def judge(facts: ClaimFacts, policy: ServicePolicy) -> Verdict:
    """The verdict on what the customer wants. Raises `SaleAfterClaim`."""
    if facts.sold_on is None:
        return verdict(None, "unknown", "sale_date_unknown")
    used = _days_used(facts, facts.sold_on)
    promise = policy.promise_at(date.fromisoformat(facts.sold_on))
    named = None if promise is None else promise.id
    floor_days = _days(policy.floor, facts.wanted)
    if used <= floor_days:
        return verdict(True, "legal_floor", "law_grants", used, named, days=floor_days)
    if facts.wanted != "repair" and _failed_too_often(facts, used, policy.floor, promise):
        failed = facts.repairs_of_same_fault
        return verdict(True, "failed_repairs", "repairs_failed", used, named, repairs=failed)
    days = floor_days if promise is None else max(floor_days, _days(promise, facts.wanted))
    if promise is None or used > days:
        return verdict(False, "beyond_policy", "beyond_the_days", used, named, days=days)
    if not promise.serious_only or facts.wanted == "repair" or facts.serious:
        return verdict(True, "company_promise", "company_promises", used, named, days=days)
    if facts.serious is None:
        return verdict(None, "unknown", "seriousness_unknown", used, named, days=days)
    return verdict(False, "beyond_policy", "serious_problems_only", used, named)


def _days_used(facts: ClaimFacts, sold_on: str) -> int:
    start = date.fromisoformat(facts.exchanged_on or sold_on)
    asked = date.fromisoformat(facts.asked_on)
    if asked < start or start < date.fromisoformat(sold_on):
        raise SaleAfterClaim(sold_on=start.isoformat(), asked_on=facts.asked_on)
    return max(0, (asked - start).days - facts.days_not_counted)


def _days(terms: LegalFloor | Promise, wanted: Claim) -> int:
    return {"return": terms.return_days, "exchange": terms.exchange_days, "repair": terms.repair_days}[wanted]


def _failed_too_often(facts: ClaimFacts, used: int, floor: LegalFloor, promise: Promise | None) -> bool:
    by_law = facts.repairs_of_same_fault >= floor.failed_repairs and used <= floor.repair_days
    if promise is None:
        return by_law
    return by_law or (facts.repairs_of_same_fault >= promise.failed_repairs and used <= promise.repair_days)
