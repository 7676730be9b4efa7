"""A person who works on cases: team, roles, shift, deputy, absences; seeded by the policy, changed while it runs."""

from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.domain.authority import Actor, has_authority
from dispatch.domain.errors import NotOverTeam, UnknownCalendar, UnknownStaff, UnknownTeam
from dispatch.domain.holdings import GiveBack
from dispatch.domain.policy import Absence, AbsenceHandover, Policy, StaffMember, with_staff

STAFF = "staff:"


@dataclass(frozen=True, slots=True)
class Staff:
    """`shift` names a calendar of the policy, `deputy` is another person's id; absences in the order of recording."""

    id: str
    name: str
    team: str
    roles: tuple[str, ...]
    takes_turns: bool = True
    on_duty: bool = True
    shift: str | None = None
    deputy: str | None = None
    absences: tuple[Absence, ...] = ()


def describe(known: Staff | None, wanted: Staff, actor: Actor, policy: Policy) -> Staff:
    """The person as wanted; absences stay as they are known.

    Raises `UnknownTeam`, `UnknownCalendar`, `UnknownStaff` for the deputy, and `NotOverTeam` unless the actor is an
    authority over the person's team, before and after.
    """
    if wanted.team not in policy.teams:
        raise UnknownTeam(team=wanted.team)
    if wanted.shift is not None and wanted.shift not in policy.calendars:
        raise UnknownCalendar(calendar=wanted.shift)
    if wanted.deputy is not None and (wanted.deputy == wanted.id or STAFF + wanted.deputy not in policy.people):
        raise UnknownStaff(person=STAFF + wanted.deputy, team=wanted.team)
    for team in {wanted.team} if known is None else {wanted.team, known.team}:
        _require_over(actor, team, policy)
    return wanted if known is None else replace(wanted, absences=known.absences)


def record_absence(staff: Staff, absence: Absence, actor: Actor, policy: Policy) -> Staff:
    """One absence more. Open to the person and the authorities of the team; raises `NotOverTeam`."""
    require_self_or_over(staff, actor, policy)
    return replace(staff, absences=(*staff.absences, absence))


def next_absence_id(staff: Staff) -> str:
    """Unused among the person's absences, also after one was cancelled."""
    numbers = [int(absence.id) for absence in staff.absences]
    return str(max(numbers, default=0) + 1)


def absence_of(
    staff: Staff,
    since: datetime,
    until: datetime,
    reason: str,
    *,
    by: str,
    now: datetime,
    handover: AbsenceHandover = "flag",
    give_back: GiveBack = "never",
) -> Absence:
    """The next absence of a person."""
    return Absence(
        next_absence_id(staff),
        since,
        until,
        reason,
        recorded_by=by,
        recorded_at=now,
        handover=handover,
        give_back=give_back,
    )


def seed_of(member: StaffMember) -> Staff:
    """What the policy says of a person, as the first state."""
    return Staff(
        id=member.id,
        name=member.name,
        team=member.team,
        roles=tuple(sorted(member.roles)),
        takes_turns=member.takes_turns,
        on_duty=member.on_duty,
        shift=None if member.shift is None else member.shift.name,
        deputy=None if member.deputy is None else member.deputy.removeprefix(STAFF),
        absences=member.absences,
    )


def member_of(staff: Staff, policy: Policy) -> StaffMember:
    """The person in the words of the roster; a calendar that the policy no longer has is no shift."""
    return StaffMember(
        id=staff.id,
        name=staff.name,
        team=staff.team,
        roles=frozenset(staff.roles),
        takes_turns=staff.takes_turns,
        on_duty=staff.on_duty,
        shift=None if staff.shift is None else policy.calendars.get(staff.shift),
        deputy=None if staff.deputy is None else STAFF + staff.deputy,
        absences=staff.absences,
    )


def with_person(policy: Policy, staff: Staff) -> Policy:
    """The policy in which this person is as they are here, whatever it knew before."""
    member = member_of(staff, policy)
    return with_staff(policy, (*(each for each in policy.staff if each.id != staff.id), member))


def require_self_or_over(staff: Staff, actor: Actor, policy: Policy) -> None:
    """Raises `NotOverTeam` unless the actor is the person or an authority over the team."""
    if actor.address != STAFF + staff.id:
        _require_over(actor, staff.team, policy)


def _require_over(actor: Actor, team: str, policy: Policy) -> None:
    if not has_authority(actor, team, policy.team(team).authorities.values()):
        raise NotOverTeam(team=team)
