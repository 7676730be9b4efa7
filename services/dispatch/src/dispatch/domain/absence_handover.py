"""An absence begins: open tasks pass on by themselves, in bounded portions, until nothing is left (R3)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from dispatch.domain.covering import Cover
from dispatch.domain.policy import Absence
from dispatch.domain.staff import STAFF, Staff

BETWEEN_PORTIONS: Final = timedelta(seconds=1)
SETTLED_AFTER: Final = timedelta(seconds=30)
"""Other replicas know of an absence some seconds late; what they gave the person until then is found by a last look."""


def due_look(absence: Absence) -> datetime | None:
    """When to look for tasks to pass on; None when nothing is to be done any more."""
    if absence.handover == "flag" or absence.handed_over_at is not None:
        return None
    return absence.next_look or absence.since


def cover_of(staff: Staff, absence: Absence) -> Cover:
    """Which tasks go to the deputy. The reason of an absence is nobody else's business."""
    note = f"absent from {absence.since.isoformat()} to {absence.until.isoformat()}"
    due_before = absence.until if absence.handover == "deputy_if_due" else None
    return Cover(STAFF + staff.id, None, note, due_before, absence.give_back)


def is_over(absence: Absence, now: datetime) -> bool:
    """The person is back."""
    return now >= absence.until


def looked(absence: Absence, moved: int, *, more: bool, now: datetime) -> Absence:
    """After a look that passed `moved` tasks on; `more` were left."""
    found = replace(absence, looks=absence.looks + 1, moved=absence.moved + moved)
    settled_at = max(absence.since, absence.known_at) + SETTLED_AFTER
    if more:
        return replace(found, next_look=now + BETWEEN_PORTIONS)
    if now < settled_at and not is_over(absence, now):
        return replace(found, next_look=settled_at)
    return replace(found, next_look=None, handed_over_at=now)


def with_absence(staff: Staff, absence: Absence) -> Staff:
    """The person with this absence in the place of the one with its id."""
    return replace(staff, absences=tuple(absence if each.id == absence.id else each for each in staff.absences))
