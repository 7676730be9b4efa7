"""A policy out of its checked shape; every name in it must lead somewhere."""

from collections.abc import Iterable, Mapping, Set
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from worktime import CalendarError

from dispatch.adapters.policy_model import EscalationModel, PolicyModel, RowModel, TeamModel
from dispatch.domain.frozen_calendar import FrozenCalendar, freeze_calendar, working_calendar
from dispatch.domain.level_selection import specificity
from dispatch.domain.policy import LevelRow, Policy, ProductRule, RepairRule, StaffMember, Team
from dispatch.domain.words import STEPS


class PolicyError(ValueError):
    """A policy that cannot be used; the text names the place, such as `staff.3.team`, and the problem."""

    code = "policy_invalid"


def build_policy(model: PolicyModel, digest: str) -> Policy:
    """Raises `PolicyError` for names that lead nowhere, doubles, and steps without a limit."""
    calendars = {name: _calendar(name, spec) for name, spec in model.calendars.items()}
    _check_teams(model)
    ids = {person.id for person in model.staff}
    return Policy(
        id=model.id,
        version=model.version,
        digest=digest,
        front_desk_team=model.front_desk.team,
        front_desk_owner=model.front_desk.owner,
        fallback_team=model.fallback_team,
        teams={
            name: Team(
                id=name,
                names={str(language): text for language, text in team.names.items()},
                step=team.step,
                owner=team.owner,
                takes_turns=team.assign == "turns",
                authorities=dict(team.authorities),
                products=tuple(_products(team, f"teams.{name}", ids)),
            )
            for name, team in model.teams.items()
        },
        staff=tuple(_staff(model, calendars)),
        rows=tuple(_rows(model, calendars)),
        repair=RepairRule(
            remedies=frozenset(model.repair.remedies),
            kinds=frozenset(model.repair.kinds),
            categories=frozenset(model.repair.categories),
        ),
        timezone=_timezone(model, calendars),
        calendars=calendars,
        deputy_chain=model.deputy_chain,
        absence_handover=model.absence_handover,
        absence_give_back=model.absence_give_back,
        pauses={reason: tuple(events) for reason, events in model.pauses.items()},
    )


def _calendar(name: str, spec: Mapping[str, object]) -> FrozenCalendar:
    try:
        frozen = freeze_calendar({"name": name, **spec})
    except CalendarError as error:
        raise PolicyError(f"calendars.{name}: {error}") from error
    if not working_calendar(frozen).has_working_time:
        raise PolicyError(f"calendars.{name}: has no working time")
    return frozen


def _timezone(model: PolicyModel, calendars: Mapping[str, FrozenCalendar]) -> str:
    """The policy's own, else that of the calendar which most steps go by."""
    if model.timezone is None:
        return _named(calendars, model.service_levels.defaults.calendar, "service_levels.defaults.calendar").timezone
    try:
        return ZoneInfo(model.timezone).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PolicyError(f"timezone: {model.timezone!r} is unknown") from error


def _check_teams(model: PolicyModel) -> None:
    for place, team in (("front_desk.team", model.front_desk.team), ("fallback_team", model.fallback_team)):
        if team not in model.teams:
            raise PolicyError(f"{place}: no team {team!r}")
    named = {escalation.to for row in _all_clocks(model) for escalation in row}
    for name, team_model in model.teams.items():
        for language in ("zh", "en"):
            if language not in team_model.names:
                raise PolicyError(f"teams.{name}.names: {language} is missing")
        for authority in sorted(named - set(team_model.authorities)):
            raise PolicyError(f"teams.{name}.authorities: {authority!r}, which the service levels name, is missing")


def _all_clocks(model: PolicyModel) -> list[list[EscalationModel]]:
    levels = model.service_levels
    return [levels.defaults.escalations, *(row.escalations for row in levels.rows if row.escalations is not None)]


def _staff(model: PolicyModel, calendars: Mapping[str, FrozenCalendar]) -> list[StaffMember]:
    seen: set[str] = set()
    members: list[StaffMember] = []
    ids = {person.id for person in model.staff}
    for index, person in enumerate(model.staff):
        if person.id in seen:
            raise PolicyError(f"staff.{index}.id: {person.id!r} is there twice")
        if person.team not in model.teams:
            raise PolicyError(f"staff.{index}.team: no team {person.team!r}")
        if person.deputy is not None and (person.deputy == person.id or person.deputy not in ids):
            raise PolicyError(f"staff.{index}.deputy: {person.deputy!r} is nobody else of the staff")
        seen.add(person.id)
        members.append(
            StaffMember(
                id=person.id,
                name=person.name,
                team=person.team,
                roles=frozenset(person.roles),
                takes_turns=person.takes_turns,
                on_duty=person.on_duty,
                shift=None if person.shift is None else _named(calendars, person.shift, f"staff.{index}.shift"),
                deputy=None if person.deputy is None else f"staff:{person.deputy}",
            )
        )
    return members


def _products(team: TeamModel, place: str, ids: Set[str]) -> list[ProductRule]:
    for name, people in team.subteams.items():
        _require_staff(people, ids, f"{place}.subteams.{name}")
    rules: list[ProductRule] = []
    for index, product in enumerate(team.products):
        here = f"{place}.products.{index}"
        if product.subteam is not None and product.subteam not in team.subteams:
            raise PolicyError(f"{here}.subteam: no sub-team {product.subteam!r}")
        people = product.staff if product.subteam is None else team.subteams[product.subteam]
        _require_staff(people, ids, f"{here}.staff")
        addresses = tuple(f"staff:{person}" for person in people)
        rules.append(ProductRule(tuple(product.models), addresses, product.subteam))
    return rules


def _require_staff(people: Iterable[str], ids: Set[str], place: str) -> None:
    for person in people:
        if person not in ids:
            raise PolicyError(f"{place}: no person {person!r}")


def _rows(model: PolicyModel, calendars: Mapping[str, FrozenCalendar]) -> list[LevelRow]:
    rows: list[LevelRow] = []
    keys: set[tuple[object, ...]] = set()
    for index, row in enumerate(model.service_levels.rows):
        place = f"service_levels.rows.{index}"
        key = (row.step, row.severity, row.category, row.grade, row.kind, row.service_level)
        if key in keys:
            raise PolicyError(f"{place}: the same properties of step {row.step} are there twice")
        keys.add(key)
        rows.append(_row(row, model, calendars, place))
    for step in STEPS:
        if not any(row.step == step and specificity(row)[:2] == (False, 0) for row in rows):
            raise PolicyError(f"service_levels.rows: step {step} has no row that holds for every case")
    return rows


def _row(row: RowModel, model: PolicyModel, calendars: Mapping[str, FrozenCalendar], place: str) -> LevelRow:
    defaults = model.service_levels.defaults
    reminders = defaults.reminders if row.reminders is None else row.reminders
    escalations = defaults.escalations if row.escalations is None else row.escalations
    return LevelRow(
        step=row.step,
        limit_seconds=round(row.hours * model.hour_seconds),
        calendar=_named(calendars, row.calendar or defaults.calendar, f"{place}.calendar"),
        reminders=tuple(reminders),
        escalations=tuple((escalation.at, escalation.to) for escalation in escalations),
        severity=row.severity,
        category=row.category,
        grade=row.grade,
        kind=row.kind,
        service_level=row.service_level,
    )


def _named(calendars: Mapping[str, FrozenCalendar], name: str, place: str) -> FrozenCalendar:
    if name not in calendars:
        raise PolicyError(f"{place}: no calendar {name!r}")
    return calendars[name]
