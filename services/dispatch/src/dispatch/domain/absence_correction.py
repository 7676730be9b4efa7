"""An absence was told wrongly: another time, or not at all. What has moved by itself follows the correction (R3)."""

from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.domain.absence_handover import with_absence
from dispatch.domain.absence_return import gives_back
from dispatch.domain.authority import Actor
from dispatch.domain.errors import AbsenceUnknown
from dispatch.domain.holdings import GiveBack
from dispatch.domain.policy import Absence, AbsenceHandover, Policy
from dispatch.domain.staff import STAFF, Staff, absence_of, require_self_or_over


@dataclass(frozen=True, slots=True)
class Corrected:
    """How the absence is; None keeps what was said of it."""

    since: datetime
    until: datetime
    reason: str
    handover: AbsenceHandover | None = None
    give_back: GiveBack | None = None


def cancel_absence(staff: Staff, absence_id: str, actor: Actor, policy: Policy, *, now: datetime) -> Staff:
    """The person comes after all; an absence that may have moved something ends now, any other is gone.

    Raises `AbsenceUnknown`, `NotOverTeam`.
    """
    require_self_or_over(staff, actor, policy)
    known = _known(staff, absence_id)
    if _has_moved(known, now) and known.given_back_at is None:
        return with_absence(staff, _withdrawn(known, now))
    return replace(staff, absences=tuple(each for each in staff.absences if each.id != absence_id))


def correct_absence(
    staff: Staff, absence_id: str, wanted: Corrected, actor: Actor, policy: Policy, *, now: datetime
) -> Staff:
    """The absence as it is now told; what its beginning and its end move is looked for anew.

    One that had begun and now lies ahead ends at once and another one is recorded, so that tasks come back until then.
    Raises `AbsenceUnknown`, `NotOverTeam`.
    """
    require_self_or_over(staff, actor, policy)
    known = _known(staff, absence_id)
    handover = known.handover if wanted.handover is None else wanted.handover
    give_back = known.give_back if wanted.give_back is None else wanted.give_back
    if now < wanted.since and _has_moved(known, now):
        ahead = absence_of(
            staff,
            wanted.since,
            wanted.until,
            wanted.reason,
            by=actor.address,
            now=now,
            handover=handover,
            give_back=give_back,
        )
        ended = cancel_absence(staff, absence_id, actor, policy, now=now)
        return replace(ended, absences=(*ended.absences, ahead))
    corrected = replace(known, since=wanted.since, until=wanted.until, reason=wanted.reason)
    corrected = replace(corrected, handover=handover, give_back=give_back, corrected_by=actor.address, corrected_at=now)
    anew = replace(corrected, next_look=None, handed_over_at=None, next_return_look=None, given_back_at=None)
    return with_absence(staff, anew)


def _known(staff: Staff, absence_id: str) -> Absence:
    found = next((each for each in staff.absences if each.id == absence_id and each.withdrawn_at is None), None)
    if found is None:
        raise AbsenceUnknown(absence=absence_id, person=STAFF + staff.id)
    return found


def _has_moved(absence: Absence, now: datetime) -> bool:
    """Whether tasks may have gone that are to come back."""
    return gives_back(absence) and (absence.looks > 0 or absence.since <= now)


def _withdrawn(absence: Absence, now: datetime) -> Absence:
    ended = max(absence.since, min(absence.until, now))
    return replace(absence, until=ended, withdrawn_at=now)
