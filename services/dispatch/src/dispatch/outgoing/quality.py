"""From 8D records and feed subscriptions to events on the wire."""

from typing import TypedDict

from chassis.documents import Change, Outgoing
from contracts.events import dispatch_quality as wire
from contracts.payload import Payload

from dispatch.domain.quality.corrective_action import (
    DISCIPLINES,
    CapaCompletedFact,
    CapaFact,
    CapaHandedOverFact,
    CapaMoved,
    CapaOpenedFact,
    CorrectiveAction,
    Discipline,
)
from dispatch.domain.quality.feed import DigestCounts, FeedSubscription
from dispatch.domain.stages import StageReminded


class _Action(TypedDict):
    case_id: str
    number: str
    corrective_action_id: str
    case_ids: list[str]
    title: str
    team: str
    owner: str


def capa_change(moved: CapaMoved) -> Change[CorrectiveAction]:
    """A move of a record as the chassis writes it; its events belong to the first case."""
    state, happened = moved
    return Change(state, [Outgoing(_payload(state, fact), correlation=state.cases[0].id) for fact in happened])


def digest_of(subscription: FeedSubscription, counts: DigestCounts) -> Outgoing:
    """The digest up to `since` of the next state, which is the subscription's own `next_at`."""
    told = wire.FeedDigestDue(
        subscription_id=subscription.id,
        subscriber=subscription.subscriber,
        team=subscription.team,
        every=subscription.every,
        since=subscription.since,
        until=subscription.next_at,
        total=counts.total,
        by_category=counts.by_category,
        by_product=counts.by_product,
    )
    return Outgoing(told, correlation=subscription.id)


def _payload(state: CorrectiveAction, fact: CapaFact) -> Payload:
    common: _Action = {
        "case_id": state.cases[0].id,
        "number": state.cases[0].number,
        "corrective_action_id": state.id,
        "case_ids": [case.id for case in state.cases],
        "title": state.title,
        "team": state.team,
        "owner": state.owner,
    }
    if isinstance(fact, CapaOpenedFact):
        return wire.CapaOpened(**common, due_at=state.due_at, opened_by=state.opened_by, opened_at=fact.at)
    if isinstance(fact, CapaCompletedFact):
        return _completed(state, common, fact)
    if isinstance(fact, CapaHandedOverFact):
        return wire.CapaHandedOver(
            **common,
            discipline=state.present or "D8",
            due_at=state.due_at,
            previous=fact.previous,
            note=fact.note,
            by=fact.by,
            handed_over_at=fact.at,
        )
    due, name = fact.run.due_at, _discipline(fact.run.stage.name)
    if isinstance(fact, StageReminded):
        return wire.CapaReminded(**common, discipline=name, fraction=fact.fraction, due_at=due, reminded_at=fact.at)
    return wire.CapaOverdue(
        **common, discipline=name, level=fact.level, addressee=fact.addressee, due_at=due, overdue_at=fact.at
    )


def _completed(state: CorrectiveAction, common: _Action, fact: CapaCompletedFact) -> Payload:
    verified = state.standing("D8")
    return wire.CapaCompleted(
        **common,
        root_cause=_text(state, "D4"),
        corrective_action=_text(state, "D6"),
        evidence="" if verified is None else verified.findings.evidence or "",
        by=fact.by,
        completed_at=fact.at,
    )


def _text(state: CorrectiveAction, discipline: Discipline) -> str:
    entry = state.standing(discipline)
    return "" if entry is None else entry.findings.text


def _discipline(name: str) -> Discipline:
    return next(discipline for discipline in DISCIPLINES if discipline == name)
