"""May this unit be returned, exchanged, repaired free: the service policy against the facts (domain S1, seed 002).

The company's promise holds by its version at the sale; below the legal floor (three guarantees) it never falls.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dispatch.domain.errors import DispatchError

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
    """`allowed` None: the facts do not decide it, a person does. `days_used` None without a sale date."""

    allowed: bool | None
    basis: Basis
    reason: str
    days_used: int | None = None
    promise: str | None = None


def judge(facts: ClaimFacts, policy: ServicePolicy) -> Verdict:
    """The verdict on what the customer wants. Raises `SaleAfterClaim`."""
    if facts.sold_on is None:
        return Verdict(None, "unknown", "the sale date is not known: a person decides")
    used = _days_used(facts, facts.sold_on)
    promise = policy.promise_at(date.fromisoformat(facts.sold_on))
    named = None if promise is None else promise.id
    floor_days = _days(policy.floor, facts.wanted)
    if used <= floor_days:
        return Verdict(True, "legal_floor", f"day {used} of {floor_days} that the law grants", used, named)
    if facts.wanted != "repair" and _failed_too_often(facts, used, policy.floor, promise):
        reason = f"{facts.repairs_of_same_fault} repairs of the same fault have failed"
        return Verdict(True, "failed_repairs", reason, used, named)
    days = floor_days if promise is None else max(floor_days, _days(promise, facts.wanted))
    if promise is None or used > days:
        return Verdict(False, "beyond_policy", f"day {used} is beyond the {days} days", used, named)
    if not promise.serious_only or facts.wanted == "repair" or facts.serious:
        return Verdict(True, "company_promise", f"day {used} of {days} that the company promises", used, named)
    if facts.serious is None:
        return Verdict(None, "unknown", f"day {used} of {days}: whether the fault is serious decides", used, named)
    return Verdict(False, "beyond_policy", f"day {used}: promised for serious problems only", used, named)


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
