"""The policy of dispatch as data: teams, people, limits. Built and checked by `adapters.policy_yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Literal

from dispatch.domain.frozen_calendar import FrozenCalendar
from dispatch.domain.holdings import GiveBack
from dispatch.domain.words import CategoryName, Grade, Kind, LevelName, LineStep, Remedy, Step


@dataclass(frozen=True, slots=True)
class ProductRule:
    """Who of a team answers for the products whose model fits one of the patterns (`WH-*`)."""

    models: tuple[str, ...]
    staff: tuple[str, ...]
    subteam: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A line of P1 with its owner role and the addresses of its authorities, such as `lead` and `director`.

    `takes_turns`: the least loaded person on duty becomes responsible; otherwise the owner, who names one (step 02B).
    The first of `products` that fits a case's model says who answers for it.
    """

    id: str
    names: Mapping[str, str]
    step: LineStep
    owner: str
    takes_turns: bool
    authorities: Mapping[str, str]
    products: tuple[ProductRule, ...] = ()

    def answering_for(self, model: str | None) -> ProductRule | None:
        """The rule of a product model; letters' case does not matter."""
        if model is None:
            return None
        wanted = model.casefold()
        return next(
            (rule for rule in self.products if any(fnmatchcase(wanted, own.casefold()) for own in rule.models)), None
        )


AbsenceHandover = Literal["deputy", "deputy_if_due", "flag"]
"""What becomes of open tasks when an absence begins: all go to the deputy, or only those whose limit ends before the
return, or none by itself."""


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away from `since` (included) to `until` (excluded).

    `handover` and `give_back` are fixed when the absence is recorded. While it is carried out, `looks` counts how often
    tasks were looked for, `moved` those passed on, and `next_look` is when to look again; `handed_over_at` is when it
    was done. `return_looks`, `given_back`, `next_return_look` and `given_back_at` tell the same of the way back.
    One that had begun when it was withdrawn stays, and ends then.
    """

    id: str
    since: datetime
    until: datetime
    reason: str
    recorded_by: str
    recorded_at: datetime
    handover: AbsenceHandover = "flag"
    looks: int = 0
    moved: int = 0
    next_look: datetime | None = None
    handed_over_at: datetime | None = None
    give_back: GiveBack = "never"
    return_looks: int = 0
    given_back: int = 0
    next_return_look: datetime | None = None
    given_back_at: datetime | None = None
    corrected_by: str | None = None
    corrected_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def known_at(self) -> datetime:
        """When it was told as it stands."""
        return self.corrected_at or self.recorded_at


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person. On duty by the calendar `shift` when there is one, else as `on_duty` says, and never while absent.

    `deputy` is the address of who stands in during an absence.
    """

    id: str
    name: str
    team: str
    roles: frozenset[str]
    takes_turns: bool = True
    on_duty: bool = True
    shift: FrozenCalendar | None = None
    deputy: str | None = None
    absences: tuple[Absence, ...] = ()

    @property
    def address(self) -> str:
        """`staff:<id>`."""
        return f"staff:{self.id}"

    def is_absent(self, now: datetime) -> bool:
        """Whether an absence covers `now`."""
        return any(absence.since <= now < absence.until for absence in self.absences)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One row of the service level: the step's limit for the cases that have all the given properties.

    `service_level` is a name that a rule of the ruleset gives to the cases it holds for.
    """

    step: Step
    limit_seconds: int
    calendar: FrozenCalendar
    reminders: tuple[float, ...]
    escalations: tuple[tuple[float, str], ...]
    severity: LevelName | None = None
    category: CategoryName | None = None
    grade: Grade | None = None
    kind: Kind | None = None
    service_level: str | None = None


@dataclass(frozen=True, slots=True)
class RepairRule:
    """A case needs a repair when its remedy and either its kind or its category are listed."""

    remedies: frozenset[Remedy]
    kinds: frozenset[Kind]
    categories: frozenset[CategoryName]


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """One version; `digest` is the SHA-256 of its data. Compared by identity, so that it can key a memo.

    `deputy_chain` bounds how many deputies are asked one after the other.
    `absence_handover` is what an absence does when nobody says otherwise, `absence_give_back` what its end does.
    `pauses`: the reasons for which a clock may stand still, each with the events that let it run on.
    `timezone` is where forms tell their times.
    """

    id: str
    version: int
    digest: str
    front_desk_team: str
    front_desk_owner: str
    fallback_team: str
    teams: Mapping[str, Team]
    staff: tuple[StaffMember, ...]
    rows: tuple[LevelRow, ...]
    repair: RepairRule
    timezone: str
    pauses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    calendars: Mapping[str, FrozenCalendar] = field(default_factory=dict)
    deputy_chain: int = 0
    absence_handover: AbsenceHandover = "flag"
    absence_give_back: GiveBack = "never"
    people: Mapping[str, StaffMember] = field(init=False)

    def __post_init__(self) -> None:
        """Index the people by address."""
        object.__setattr__(self, "people", {member.address: member for member in self.staff})

    def team(self, name: str) -> Team:
        """The team; one that the policy does not know is treated like the fallback team."""
        return self.teams.get(name) or self.teams[self.fallback_team]


def with_staff(policy: Policy, staff: tuple[StaffMember, ...]) -> Policy:
    """The same policy with other people."""
    return replace(policy, staff=staff)
