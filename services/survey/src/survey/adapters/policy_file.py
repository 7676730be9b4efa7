"""The survey policy from its YAML file; every mistake in it is named by its place before the service starts."""

from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from worktime import CalendarError, calendar_from_spec

from survey.domain.clock import Limit
from survey.domain.policy import EscalationLevel, FollowUpRules, ImprovementRules, SurveyPolicy


class PolicyError(ValueError):
    """The policy file cannot be used; the message names the file and every place that is wrong."""


def _working_calendar(spec: dict[str, object]) -> dict[str, object]:
    if not calendar_from_spec(spec).has_working_time:
        raise CalendarError("calendar has no working time")
    return spec


Seconds = Annotated[int, Field(gt=0, le=31_536_000)]
Addressee = Annotated[str, Field(pattern=r"^(role|team|staff):[^\s:]{1,200}$")]
Item = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
WorkingCalendar = Annotated[dict[str, object], AfterValidator(_working_calendar)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _FollowUp(_Section):
    limit_seconds: Seconds
    retry_seconds: Seconds
    max_attempts: Annotated[int, Field(ge=1, le=20)]
    addressee: Addressee
    overdue_addressee: Addressee
    items: Annotated[list[Item], Field(min_length=1, max_length=50)]
    decisive_items: Annotated[list[Item], Field(min_length=1)]

    @model_validator(mode="after")
    def _items_are_consistent(self) -> Self:
        if len(set(self.items)) < len(self.items):
            raise ValueError("items names one item twice")
        unknown = sorted(set(self.decisive_items) - set(self.items))
        if unknown:
            raise ValueError(f"decisive_items names {unknown[0]!r}, which is not among items")
        return self


class _Level(_Section):
    fraction: Annotated[float, Field(ge=1.0, le=100.0)]
    addressee: Addressee


class _Improvement(_Section):
    limit_seconds: Seconds
    escalation: Annotated[list[_Level], Field(min_length=1, max_length=10)]
    default_responsible: Addressee
    default_team: Annotated[str, Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _levels_rise(self) -> Self:
        fractions = [level.fraction for level in self.escalation]
        if any(later <= earlier for earlier, later in pairwise(fractions)):
            raise ValueError("escalation: each fraction must be greater than the one before")
        return self


class _File(_Section):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    version: Annotated[int, Field(ge=1)]
    calendar: WorkingCalendar
    follow_up: _FollowUp
    improvement: _Improvement


def load_policy(path: Path | None) -> SurveyPolicy:
    """The policy in `path`, or the shipped default. Raises `PolicyError`."""
    if path is None:
        return read_policy(shipped_policy("default"), "default.yaml")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: cannot be read: {error}") from error
    return read_policy(text, str(path))


def shipped_policy(name: str) -> str:
    """YAML text of a policy that comes with the package: `default` or `demo`."""
    return (files("survey") / "policy" / f"{name}.yaml").read_text(encoding="utf-8")


def read_policy(text: str, where: str) -> SurveyPolicy:
    """Policy from YAML text; `where` names it in errors. Raises `PolicyError`."""
    try:
        content = _File.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise PolicyError(f"{where}: not valid YAML: {error}") from error
    except ValidationError as error:
        places = (f"{'.'.join(map(str, item['loc'])) or 'file'}: {item['msg']}" for item in error.errors())
        raise PolicyError(f"{where}: {'; '.join(places)}") from error
    return _policy(content)


def _policy(content: _File) -> SurveyPolicy:
    asked, improved = content.follow_up, content.improvement
    return SurveyPolicy(
        name=content.name,
        version=content.version,
        follow_up=FollowUpRules(
            limit=Limit(content.calendar, asked.limit_seconds),
            retry=Limit(content.calendar, asked.retry_seconds),
            max_attempts=asked.max_attempts,
            addressee=asked.addressee,
            overdue_addressee=asked.overdue_addressee,
            items=tuple(asked.items),
            decisive_items=tuple(asked.decisive_items),
        ),
        improvement=ImprovementRules(
            limit=Limit(content.calendar, improved.limit_seconds),
            escalation=tuple(EscalationLevel(level.fraction, level.addressee) for level in improved.escalation),
            default_responsible=improved.default_responsible,
            default_team=improved.default_team,
        ),
    )
