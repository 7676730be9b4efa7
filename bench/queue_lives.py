"""Assignments as the service's own moves make them, at every point of life: what a large database is filled from."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from dispatch.adapters.policy_yaml import shipped_policy
from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.domain.case_info import CaseInfo
from dispatch.domain.classified import Classification, MatchedRule
from dispatch.domain.classifying import classify
from dispatch.domain.desk import Desk
from dispatch.domain.finishing import communicate, resolve
from dispatch.domain.ladder import climb_due
from dispatch.domain.lifecycle import end_case, reopen
from dispatch.domain.opening import open_assignment
from dispatch.domain.pausing import pause
from dispatch.domain.policy import Policy
from dispatch.domain.roster import on_duty
from dispatch.domain.words import CategoryName
from dispatch.domain.working import accept, name_responsible, reply

MONDAY: Final = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ADMIN: Final = Actor("staff:root", frozenset({"admin"}))
PRODUCTS: Final = (("电热水器", "WH-80"), ("Circulation pump", "PX-12"), ("燃气灶", "GS-2"), ("Range hood", "RH-5"))
TEAMS: Final[Mapping[CategoryName, str]] = {
    "return_exchange": "returns",
    "product_quality": "quality",
    "product_design": "rnd",
    "software_fault": "software",
    "usage": "support",
    "delivery": "sales",
    "service": "sales",
    "commercial": "sales",
    "other": "sales",
}
OPEN_LIVES: Final = ("awaiting", "assigned", "assigned", "accepted", "accepted", "paused", "late", "replied", "told")
ENDED_LIVES: Final = ("resolved", "closed", "closed", "closed", "twice", "withdrawn")


@dataclass(frozen=True, slots=True)
class Worksite:
    """What lives are lived with."""

    policy: Policy

    def desk(self, now: datetime, turn: int) -> Desk:
        """For one assignment."""
        return Desk(self.policy, on_duty(self.policy, now), turn)


def worksite() -> Worksite:
    """The shipped policy."""
    return Worksite(shipped_policy())


def lives(site: Worksite, kinds: Sequence[str], count: int, seed: int = 1) -> list[Assignment]:
    """So many different assignments, opened within one week, of each kind of life about as many."""
    return [
        _live(site, kinds[number % len(kinds)], number, random.Random(seed * 7919 + number)) for number in range(count)
    ]


def _live(site: Worksite, kind: str, number: int, dice: random.Random) -> Assignment:
    now = MONDAY + timedelta(minutes=dice.randrange(7 * 24 * 60))
    category = dice.choice(tuple(TEAMS))
    case = _case(number, now, dice)
    text = "The matter stands like this. " * dice.randrange(2, 12)
    state, _ = open_assignment(case, text, "staff:clerk1", _guess(category, now), site.desk(now, number), now=now)
    if kind == "awaiting":
        return state
    made = Classification(
        category=category,
        severity=dice.choice(("low", "medium", "medium", "high", "critical")),
        urgency=dice.choice(("low", "medium", "high")),
        team=TEAMS[category],
        by=ADMIN.address,
        at=now,
        reason="as described",
    )
    state, _ = classify(state, made, site.desk(now, number), now=now)
    if made.team == "rnd" and dice.random() < 0.8:
        state, _ = name_responsible(state, ADMIN, "staff:rnd-pm1", "knows it", site.policy, now=now)
    return _go_on(site, state, kind, now, dice)


def _go_on(site: Worksite, state: Assignment, kind: str, now: datetime, dice: random.Random) -> Assignment:
    at = now + timedelta(minutes=dice.randrange(5, 50))
    if kind == "assigned" or state.running is None or (state.running.level.step == "02B" and kind != "withdrawn"):
        return state
    if kind == "late":
        late, _ = climb_due(state.running, state.due_at + timedelta(days=dice.randrange(3)))
        return replace(state, running=late)
    if kind == "withdrawn":
        return end_case(state, "withdrawn", because="works again", by="customer", now=at)[0]
    state, _ = accept(state, ADMIN, now=at)
    if kind == "paused":
        return pause(state, ADMIN, "waiting_for_parts", None, site.policy, now=at + timedelta(minutes=5))[0]
    if kind == "accepted":
        return state
    state, _ = reply(state, ADMIN, "worn seal", "a new seal", False, now=at + timedelta(minutes=30))
    if kind == "replied":
        return state
    state, _ = communicate(state, ADMIN, "on Tuesday", now=at + timedelta(minutes=60))
    if kind == "told":
        return state
    return _end(site, state, kind, at + timedelta(minutes=90), dice)


def _end(site: Worksite, state: Assignment, kind: str, at: datetime, dice: random.Random) -> Assignment:
    state, _ = resolve(state, ADMIN, "replaced", now=at)
    if kind == "resolved":
        return state
    if kind == "twice":
        later = at + timedelta(days=2)
        desk = site.desk(later, dice.randrange(9))
        state, _ = reopen(state, 2, reason="leaks again", by="customer", at=later, now=later, desk=desk)
        return _go_on(site, state, "closed", later, dice)
    return end_case(state, "closed", because="satisfied", by="intake", now=at + timedelta(days=1))[0]


def _guess(category: CategoryName, now: datetime) -> Classification:
    return Classification(
        category=category,
        severity="medium",
        urgency="low",
        team=TEAMS[category],
        by="ruleset:default",
        at=now,
        confidence=0.3,
        sure=False,
        ruleset="default",
        ruleset_version=1,
        rule="general",
        matches=tuple(MatchedRule(f"rule-{number}", category, 1.0, ("matter", "stands")) for number in range(3)),
        scores=tuple((name, 1.0) for name in TEAMS),
    )


def _case(number: int, now: datetime, dice: random.Random) -> CaseInfo:
    name, model = dice.choice(PRODUCTS)
    return CaseInfo(
        id=f"case {number}",
        number=f"number {number}",
        kind=dice.choice(("complaint", "complaint", "fault", "request")),
        channel=dice.choice(("hotline", "web", "email", "wechat")),
        customer_id=f"C-{number}",
        customer_name=f"customer {number}",
        as_of=now,
        customer_grade=dice.choice(("A", "B", "C")),
        product_name=name,
        product_model=model,
        contact_name="Contact",
        contact_phone="+86 571 0000 0000",
    )
