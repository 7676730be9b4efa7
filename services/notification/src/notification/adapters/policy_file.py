"""Reads the rules of who is told about what from YAML, and refuses a file that cannot be meant so."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from contracts.payload import Address, CasePayload, Payload
from contracts.registry import EVENTS
from contracts.vocabulary import Language
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from notification.domain.contact import is_email
from notification.domain.policy import TEAM_LEAD, TO_CUSTOMER, ByPhone, Entry, Policy, Rule, TeamLeads

_BY_KEY: Mapping[str, type[Payload]] = MappingProxyType({event.routing_key(): event for event in EVENTS})
_ADDRESS: TypeAdapter[str] = TypeAdapter(Address)
_Code = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]
_Level = Annotated[int, Field(ge=1, le=100)]
_Team = Annotated[str, Field(pattern=r"^[^\s:]{1,100}$")]
_Pause = Annotated[int, Field(ge=1, le=604_800)]


class PolicyError(ValueError):
    """The policy file cannot be used; the message names the place."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _RuleEntry(_Strict):
    event: str
    template: _Code
    to: str
    levels: tuple[_Level, ...] = ()


class _ByPhoneEntry(_Strict):
    addressee: Address
    template: _Code


class _TeamLeadsEntry(_Strict):
    teams: tuple[_Team, ...]
    otherwise: Address
    template: _Code


class _DirectoryEntry(_Strict):
    email: str | None = None
    language: Language | None = None


class _PolicyFile(_Strict):
    name: _Code
    version: int = Field(ge=1)
    timezone: str
    language: Language
    retry_after_seconds: tuple[_Pause, ...] = Field(max_length=50)
    by_phone: _ByPhoneEntry
    team_leads: _TeamLeadsEntry
    rules: tuple[_RuleEntry, ...]
    directory: dict[Address, _DirectoryEntry]


def load_policy(path: Path | None) -> Policy:
    """The policy of a file, or the one that comes with the service. Raises PolicyError, OSError."""
    source = resources.files("notification").joinpath("policy/default.yaml") if path is None else path
    return parse_policy(source.read_text(encoding="utf-8"), str(path or "default policy"))


def parse_policy(text: str, origin: str) -> Policy:
    """The policy of a YAML text; `origin` names it in errors. Raises PolicyError."""
    try:
        content: object = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    except yaml.YAMLError as error:
        raise PolicyError(f"{origin}: not YAML: {error}") from error
    try:
        file = _PolicyFile.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise PolicyError(f"{origin}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    _check(file, origin)
    return Policy(
        name=file.name,
        version=file.version,
        timezone=file.timezone,
        language=file.language,
        retry_after_seconds=file.retry_after_seconds,
        by_phone=ByPhone(file.by_phone.addressee, file.by_phone.template),
        team_leads=TeamLeads(frozenset(file.team_leads.teams), file.team_leads.otherwise, file.team_leads.template),
        rules=tuple(map(_rule, file.rules)),
        directory=MappingProxyType(
            {
                address: Entry(email=entry.email, language=entry.language or file.language)
                for address, entry in file.directory.items()
            }
        ),
    )


def event_of(rule: Rule) -> type[Payload]:
    """The contract that a rule is about. Raises PolicyError when there is none."""
    event = _BY_KEY.get(rule.event)
    if event is None:
        raise PolicyError(f"rules: no event is named {rule.event!r}")
    return event


def case_event_of(rule: Rule) -> type[CasePayload]:
    """The contract of a rule for customers. Raises PolicyError when there is none or it belongs to no case."""
    event = event_of(rule)
    if not issubclass(event, CasePayload):
        raise PolicyError(f"rules: {rule.event} is about no case, so there is no customer to tell")
    return event


def _check(file: _PolicyFile, origin: str) -> None:
    try:
        ZoneInfo(file.timezone)
    except (OSError, ValueError, ZoneInfoNotFoundError) as error:
        raise PolicyError(f"{origin}: timezone: {file.timezone!r} is unknown") from error
    for address, entry in file.directory.items():
        if entry.email is not None and not is_email(entry.email):
            raise PolicyError(f"{origin}: directory.{address}.email: not one plain e-mail address")
    _refuse_all_leads(file, origin)
    for rule in map(_rule, file.rules):
        _check_target(rule, origin)
        if rule.levels and "level" not in event_of(rule).model_fields:
            raise PolicyError(f"{origin}: rules: {rule.event} has no levels")


def _refuse_all_leads(file: _PolicyFile, origin: str) -> None:
    """One team's lead has an address of its own; that of all leads would reach the wrong ones."""
    places = {"by_phone.addressee": file.by_phone.addressee, "team_leads.otherwise": file.team_leads.otherwise}
    places |= {f"directory.{address}": address for address in file.directory}
    for place, address in places.items():
        if address == TEAM_LEAD:
            raise PolicyError(f"{origin}: {place}: name the lead of one team, such as {TEAM_LEAD}.returns")


def _rule(entry: _RuleEntry) -> Rule:
    return Rule(entry.event, entry.template, entry.to, entry.levels)


def _check_target(rule: Rule, origin: str) -> None:
    event = event_of(rule)
    if rule.to == TO_CUSTOMER:
        case_event_of(rule)
        return
    if rule.field is not None:
        if rule.field not in event.model_fields:
            raise PolicyError(f"{origin}: rules: {rule.event} has no field {rule.field!r}")
        return
    try:
        _ADDRESS.validate_python(rule.to)
    except ValidationError as error:
        raise PolicyError(f"{origin}: rules: {rule.to!r} is neither customer, event.<field> nor an address") from error
