"""Short ways to the cases, events and contexts that the dispatch tests speak of."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TypeVar

from contracts.envelope import Envelope
from contracts.events.intake import CaseAmended, CaseClosed, CaseOpened, CaseReopened, CaseWithdrawn
from contracts.events.repair import RepairClosed, RepairOpened
from contracts.events.survey import FollowUpCompleted
from contracts.payload import Payload
from dispatch.adapters.policy_yaml import shipped_policy
from dispatch.adapters.ruleset_yaml import ruleset_from_yaml, traditional_folding
from dispatch.context import DispatchContext
from dispatch.domain.authority import Actor
from dispatch.domain.classification import CompiledRuleset, compile_ruleset
from dispatch.domain.policy import Policy
from dispatch.domain.roster import on_duty

P = TypeVar("P", bound=Payload)

OPENED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Shanghai."""
CASE = "case-1"
NUMBER = "2603-000017-4"

RULES = """
name: tests
version: 7
language: {fold_traditional: false, clause_breaks: ",.", negations: [not], ignore: []}
scoring: {confidence_threshold: 0.4, evidence_half: 1.0, repeat_decay: 0.5}
teams: {return_exchange: returns, product_quality: quality, software_fault: software, delivery: sales, service: sales,
  commercial: sales, usage: support, product_design: rnd, other: nobody}
rules:
  - {id: fallback, category: other, weight: 0.2}
  - {id: wants-back, category: return_exchange, weight: 3, any: [return, refund]}
  - {id: leaks, category: product_quality, weight: 3, any: [leaks, broken]}
  - {id: shape, category: product_design, weight: 3, any: [shape, design]}
  - {id: rude, category: service, weight: 3, any: [rude]}
  - {id: stray, category: other, weight: 5, any: [stray]}
severity: {default: medium, given: floor, rules: [{id: hurt, level: critical, any: [hurt]}]}
urgency: {default: low, rules: []}
"""

UNSURE_TEXT = "something is the matter"
LEAK_TEXT = "the heater leaks"
RETURN_TEXT = "I want to return it"
DESIGN_TEXT = "the shape of the handle cuts the hand"
STRAY_TEXT = "a stray matter"


@cache
def ruleset() -> CompiledRuleset:
    """A small ruleset of the tests' own, so that the shipped one may change."""
    return compile_ruleset(ruleset_from_yaml(RULES), traditional_folding())


@cache
def policy(name: str = "demo") -> Policy:
    """A shipped policy; under `demo` an hour is a second and every calendar runs around the clock."""
    return shipped_policy(name)


def context(now: datetime = OPENED, *, turns: dict[str, int] | None = None, name: str = "demo") -> DispatchContext:
    """What handlers see at `now`."""
    chosen = policy(name)
    return DispatchContext(now, chosen, ruleset(), on_duty(chosen, now), turns=turns or {})


def at(seconds: float) -> datetime:
    """So many seconds after the case was opened; under the demonstration's policy so many hours."""
    return OPENED + timedelta(seconds=seconds)


def envelope(payload: P, event_id: str = "e-1", *, sequence: int = 1) -> Envelope[P]:
    """The event as it is delivered."""
    return Envelope[P](
        id=event_id,
        source=payload.PUBLISHER,
        type=payload.type_name(),
        time=OPENED,
        subject=CASE,
        sequence=sequence,
        correlationid=CASE,
        data=payload,
    )


def opened(
    text: str = LEAK_TEXT, *, case_id: str = CASE, event_id: str = "e-opened", **more: object
) -> Envelope[CaseOpened]:
    """case.opened."""
    values: dict[str, object] = {
        "case_id": case_id,
        "number": NUMBER,
        "kind": "complaint",
        "channel": "hotline",
        "customer_id": "C-1",
        "customer_name": "Pump Works",
        "description": text,
        "occurred_at": OPENED,
        "recorded_by": "staff:clerk1",
        "opened_at": OPENED,
    }
    return envelope(CaseOpened.model_validate({**values, **more}), event_id)


def amended(text: str, when: datetime, event_id: str = "e-amended", **more: object) -> Envelope[CaseAmended]:
    """case.amended."""
    values: dict[str, object] = {
        "case_id": CASE,
        "number": NUMBER,
        "customer_id": "C-1",
        "customer_name": "Pump Works",
        "description": text,
        "occurred_at": OPENED,
        "changed": ["description"],
        "amended_by": "staff:clerk2",
        "amended_at": when,
    }
    return envelope(CaseAmended.model_validate({**values, **more}), event_id)


def withdrawn(round_number: int = 1, event_id: str = "e-withdrawn") -> Envelope[CaseWithdrawn]:
    """case.withdrawn."""
    return envelope(
        CaseWithdrawn(
            case_id=CASE,
            number=NUMBER,
            round=round_number,
            reason="works again",
            withdrawn_by="customer:C-1",
            withdrawn_at=OPENED,
        ),
        event_id,
    )


def reopened(round_number: int = 2, event_id: str = "e-reopened") -> Envelope[CaseReopened]:
    """case.reopened."""
    return envelope(
        CaseReopened(
            case_id=CASE,
            number=NUMBER,
            round=round_number,
            reason="still leaks",
            reopened_by="customer:C-1",
            reopened_at=OPENED,
        ),
        event_id,
    )


def closed(round_number: int = 1, event_id: str = "e-closed") -> Envelope[CaseClosed]:
    """case.closed."""
    return envelope(
        CaseClosed(
            case_id=CASE, number=NUMBER, round=round_number, outcome="satisfied", customer_id="C-1", closed_at=OPENED
        ),
        event_id,
    )


def repair_opened(round_number: int = 1, event_id: str = "e-repair-opened") -> Envelope[RepairOpened]:
    """repair.opened."""
    return envelope(
        RepairOpened(
            case_id=CASE,
            number=NUMBER,
            repair_id=f"{CASE}:{round_number}",
            round=round_number,
            team="quality",
            opened_at=OPENED,
        ),
        event_id,
    )


def repair_closed(
    round_number: int = 1, outcome: str = "confirmed", event_id: str = "e-repair-closed"
) -> Envelope[RepairClosed]:
    """repair.closed."""
    return envelope(
        RepairClosed(
            case_id=CASE,
            number=NUMBER,
            repair_id=f"{CASE}:{round_number}",
            round=round_number,
            outcome=outcome,
            summary="seal replaced",
            technician="staff:tang",
            attempts=1,
            closed_at=OPENED,
        ),
        event_id,
    )


def followed_up(
    satisfied: bool | None, round_number: int = 1, event_id: str = "e-follow-up"
) -> Envelope[FollowUpCompleted]:
    """follow_up.completed."""
    return envelope(
        FollowUpCompleted(
            case_id=CASE,
            number=NUMBER,
            follow_up_id=f"{CASE}:{round_number}",
            round=round_number,
            customer_id="C-1",
            satisfied=satisfied,
            method="phone",
            words="quick",
            attempts=1,
            by="staff:asker",
            completed_at=OPENED,
        ),
        event_id,
    )


def person(name: str, *roles: str, team: str | None = None) -> Actor:
    """Somebody with a token."""
    return Actor(f"staff:{name}", frozenset(roles), team)


CLERK = person("clerk1", "sales_clerk", team="sales")
RND_DIRECTOR = person("rnd-director", "rnd_director", team="rnd")
QUALITY_LEAD = person("quality-lead", "team_lead", team="quality")
STRANGER = person("sales1", "sales_manager", team="sales")
ADMIN = person("root", "admin")
