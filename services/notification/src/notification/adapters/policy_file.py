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
from notification.domain.policy import TO_CUSTOMER, ByPhone, Entry, Policy, Rule

_BY_KEY: Mapping[str, type[Payload]] = MappingProxyType({event.routing_key(): event for event in EVENTS})
_ADDRESS: TypeAdapter[str] = TypeAdapter(Address)
_Code = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]
_Pause = Annotated[int, Field(ge=1, le=604_800)]


class PolicyError(ValueError):
    """The policy file cannot be used; the message names the place."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _RuleEntry(_Strict):
    event: str
    template: _Code
    to: str


class _ByPhoneEntry(_Strict):
    addressee: Address
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
        rules=tuple(Rule(entry.event, entry.template, entry.to) for entry in file.rules),
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
    for entry_of_rule in file.rules:
        _check_target(Rule(entry_of_rule.event, entry_of_rule.template, entry_of_rule.to), origin)


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
