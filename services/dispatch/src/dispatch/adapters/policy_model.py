"""The shape of a policy file, checked field by field before any of it is used."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from dispatch.domain.holdings import GiveBack
from dispatch.domain.policy import AbsenceHandover
from dispatch.domain.words import CategoryName, Grade, Kind, LevelName, LineStep, Remedy, Step

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]
AddressText = Annotated[str, StringConstraints(pattern=r"^(role|staff):[A-Za-z0-9_.-]{1,100}$")]
AwaitedEvent = Literal["case.amended", "repair.planned", "repair.closed", "return.received", "return.dropped"]
"""What dispatch hears of and a paused clock can wait for; a person can always resume."""
Reminder = Annotated[float, Field(gt=0, lt=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProductModel(_Section):
    """Who answers for the models that fit one of the patterns: people, or a sub-team by its name."""

    models: Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(min_length=1)]
    staff: list[Identifier] = []
    subteam: Identifier | None = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if bool(self.staff) == (self.subteam is not None):
            raise ValueError("either staff or subteam")
        return self


class TeamModel(_Section):
    """One team of P1's lines."""

    names: dict[Literal["zh", "en"], Annotated[str, Field(min_length=1, max_length=100)]]
    step: LineStep
    assign: Literal["turns", "owner"]
    owner: AddressText
    authorities: Annotated[dict[Identifier, AddressText], Field(min_length=1)]
    subteams: dict[Identifier, Annotated[list[Identifier], Field(min_length=1)]] = {}
    products: list[ProductModel] = []


class StaffModel(_Section):
    """One person."""

    id: Identifier
    name: Annotated[str, Field(min_length=1, max_length=100)]
    team: Identifier
    roles: list[Identifier]
    takes_turns: bool = True
    on_duty: bool = True
    shift: Identifier | None = None
    deputy: Identifier | None = None


class FrontDeskModel(_Section):
    """Who owns steps 01 and 03."""

    team: Identifier
    owner: AddressText


class RepairModel(_Section):
    """When a case needs a repair order."""

    remedies: list[Remedy]
    kinds: list[Kind]
    categories: list[CategoryName]


class EscalationModel(_Section):
    """A fraction of the limit and the authority who then hears of the delay."""

    at: Annotated[float, Field(ge=1, le=1000)]
    to: Identifier


class _Clocks(_Section):
    @model_validator(mode="after")
    def _rising(self) -> Self:
        reminders: list[float] = getattr(self, "reminders", None) or []
        escalations: list[EscalationModel] = getattr(self, "escalations", None) or []
        if sorted(set(reminders)) != reminders:
            raise ValueError("reminders must rise")
        points = [escalation.at for escalation in escalations]
        if sorted(points) != points:
            raise ValueError("escalations must rise")
        return self


class DefaultsModel(_Clocks):
    """What a row takes when it does not say otherwise."""

    calendar: Identifier
    reminders: list[Reminder]
    escalations: list[EscalationModel]


class RowModel(_Clocks):
    """One limit, for the cases that have every property the row fixes."""

    step: Step
    hours: Annotated[float, Field(gt=0, le=10_000)]
    severity: LevelName | None = None
    category: CategoryName | None = None
    grade: Grade | None = None
    kind: Kind | None = None
    service_level: Identifier | None = None
    calendar: Identifier | None = None
    reminders: list[Reminder] | None = None
    escalations: list[EscalationModel] | None = None


class LevelsModel(_Section):
    """The service level."""

    defaults: DefaultsModel
    rows: Annotated[list[RowModel], Field(min_length=1)]


class PolicyModel(_Section):
    """A whole policy file, `extends` already worked in."""

    id: Identifier
    version: Annotated[int, Field(ge=1)]
    hour_seconds: Annotated[float, Field(gt=0, le=3600)]
    timezone: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    calendars: dict[Identifier, dict[str, object]]
    front_desk: FrontDeskModel
    fallback_team: Identifier
    teams: Annotated[dict[Identifier, TeamModel], Field(min_length=1)]
    staff: list[StaffModel]
    repair: RepairModel
    service_levels: LevelsModel
    deputy_chain: Annotated[int, Field(ge=0, le=100)] = 0
    absence_handover: AbsenceHandover = "deputy"
    absence_give_back: GiveBack = "not_started"
    pauses: dict[Identifier, list[AwaitedEvent]] = {}
