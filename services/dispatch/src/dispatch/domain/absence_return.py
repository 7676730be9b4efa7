"""An absence ends: what passed on by itself comes back, in bounded portions, unless the person is away again (R3)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from dispatch.domain.absence_handover import BETWEEN_PORTIONS, SETTLED_AFTER
from dispatch.domain.giving_back import Back
from dispatch.domain.policy import Absence
from dispatch.domain.staff import STAFF, Staff


def due_return(staff: Staff, absence: Absence) -> datetime | None:
    """When to look for what is to come back: at the end, or that of the absences that touch it; None: never (again)."""
    if not gives_back(absence) or absence.given_back_at is not None:
        return None
    return _back_at(staff.absences, absence.next_return_look or absence.until)


def gives_back(absence: Absence) -> bool:
    """Whether something moves by itself when it begins, or has moved, and is to come back."""
    return absence.give_back != "never" and (absence.handover != "flag" or absence.looks > 0)


def back_of(staff: Staff, absence: Absence) -> Back:
    """To whom, and the reason that is kept with each task."""
    since, withdrawn_at = absence.since.isoformat(), absence.withdrawn_at
    if withdrawn_at is not None:
        return Back(STAFF + staff.id, f"back: absence from {since} withdrawn at {withdrawn_at.isoformat()}")
    return Back(STAFF + staff.id, f"back: absent from {since} to {absence.until.isoformat()}")


def is_away(staff: Staff, now: datetime) -> bool:
    """The person is absent again."""
    return _back_at(staff.absences, now) > now


def is_active(staff: Staff) -> bool:
    """Whether the person works at all: by a shift, or said to be on duty."""
    return staff.shift is not None or staff.on_duty


def looked_back(absence: Absence, given_back: int, *, more: bool, now: datetime) -> Absence:
    """After a look that gave so many back; `more` were left.

    The last look comes half a minute after the end: a portion on its way out may have ended later than it.
    """
    found = replace(absence, return_looks=absence.return_looks + 1, given_back=absence.given_back + given_back)
    settled_at = max(absence.until, absence.withdrawn_at or absence.known_at) + SETTLED_AFTER
    if more:
        return replace(found, next_return_look=now + BETWEEN_PORTIONS)
    if now < settled_at:
        return replace(found, next_return_look=settled_at)
    return replace(found, next_return_look=None, given_back_at=now)


def put_off(absence: Absence, now: datetime) -> Absence:
    """The person is away again: the next look comes when they are back."""
    return replace(absence, return_looks=absence.return_looks + 1, next_return_look=now)


def settled(absence: Absence, now: datetime) -> Absence:
    """Nothing comes back any more: the person is no longer active."""
    done = replace(absence, return_looks=absence.return_looks + 1)
    return replace(done, next_return_look=None, given_back_at=now)


def _back_at(absences: Iterable[Absence], moment: datetime) -> datetime:
    """The first moment from this one on that no absence covers."""
    for absence in sorted(absences, key=lambda each: each.since):
        if absence.since <= moment < absence.until:
            moment = absence.until
    return moment
