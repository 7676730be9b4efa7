"""A person classifies a case from the manual queue, or corrects a class (P1 step 01, R2)."""

from dataclasses import dataclass, replace
from datetime import datetime

from chassis.documents import Change

from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.domain.classified import Classification
from dispatch.domain.classifying import classify, reclassify
from dispatch.domain.desk import Desk
from dispatch.domain.words import CategoryName, LevelName
from dispatch.outgoing import change


@dataclass(frozen=True, slots=True)
class PersonsClass:
    """What a person decided; a level left out stays as the case has it, and so does its service level."""

    category: CategoryName
    team: str
    severity: LevelName | None
    urgency: LevelName | None
    reason: str | None


def classify_case(
    state: Assignment, wanted: PersonsClass, actor: Actor, desk: Desk, *, now: datetime
) -> Change[Assignment]:
    """Ends step 01. Raises `ActionNotAllowed`, `UnknownTeam`."""
    return change(classify(state, _classification(state, wanted, actor, now), desk, now=now))


def reclassify_case(
    state: Assignment, wanted: PersonsClass, reason: str, actor: Actor, desk: Desk, *, now: datetime
) -> Change[Assignment]:
    """Corrects the class. Raises `ActionNotAllowed`, `UnknownTeam`, `ClassUnchanged`."""
    corrected = replace(_classification(state, wanted, actor, now), reason=reason)
    return change(reclassify(state, corrected, desk, reason=reason, now=now))


def _classification(state: Assignment, wanted: PersonsClass, actor: Actor, now: datetime) -> Classification:
    return Classification(
        category=wanted.category,
        severity=wanted.severity or state.classification.severity,
        urgency=wanted.urgency or state.classification.urgency,
        team=wanted.team,
        by=actor.address,
        at=now,
        reason=wanted.reason,
        service_level=state.classification.service_level,
    )
