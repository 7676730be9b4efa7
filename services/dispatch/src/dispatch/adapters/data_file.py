"""Policy data from a YAML file, or from the one that comes with the package; a mistake is named with its place."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from worktime import CalendarError

from dispatch.adapters.policy_build import PolicyError
from dispatch.adapters.policy_model import AddressText, Reminder
from dispatch.domain.frozen_calendar import FrozenCalendar, freeze_calendar, working_calendar
from dispatch.domain.service_level import Escalation
from dispatch.domain.stages import Stage

M = TypeVar("M", bound=BaseModel)
AT_THE_LIMIT = 1.0


class Section(BaseModel):
    """A part of a policy file; what is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RungModel(Section):
    """So many times the limit, and the address that then hears of the delay."""

    at: Annotated[float, Field(ge=AT_THE_LIMIT, le=1000)]
    to: AddressText


class ClocksModel(Section):
    """Calendar, reminders and chain that all stages share; the chain begins at the limit."""

    hour_seconds: Annotated[float, Field(gt=0, le=3600)]
    calendar: dict[str, object]
    reminders: list[Reminder]
    escalations: Annotated[list[RungModel], Field(min_length=1)]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        points = [rung.at for rung in self.escalations]
        if sorted(set(points)) != points or sorted(set(self.reminders)) != self.reminders:
            raise ValueError("reminders and escalations must rise")
        if points[0] != AT_THE_LIMIT:
            raise ValueError("the first escalation stands at the limit")
        return self

    def frozen_calendar(self) -> FrozenCalendar:
        """The calendar; raises `PolicyError`."""
        try:
            frozen = freeze_calendar(self.calendar)
        except CalendarError as error:
            raise PolicyError(f"clocks.calendar: {error}") from error
        if not working_calendar(frozen).has_working_time:
            raise PolicyError("clocks.calendar: has no working time")
        return frozen

    def stage(self, name: str, hours: float) -> Stage:
        """A stage of so many hours; raises `PolicyError`."""
        return Stage(
            name=name,
            limit_seconds=round(hours * self.hour_seconds),
            calendar=self.frozen_calendar(),
            reminders=tuple(self.reminders),
            escalations=tuple(Escalation(rung.at, rung.to) for rung in self.escalations),
        )


def read_data(model: type[M], path: Path | None, shipped: str) -> M:
    """The checked content of the file, else of the shipped one. Raises `PolicyError`, `OSError`."""
    name = shipped if path is None else path.name
    source = files("dispatch") / "policy" / f"{shipped}.yaml" if path is None else path
    try:
        data: object = yaml.safe_load(source.read_text(encoding="utf-8"))
        if not isinstance(data, Mapping):
            raise PolicyError(f"{name}: must be a mapping")
        return model.model_validate(data)
    except UnicodeDecodeError as error:
        raise PolicyError(f"{name}: not UTF-8 (byte {error.start})") from error
    except yaml.YAMLError as error:
        raise PolicyError(f"{name}: not valid YAML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise PolicyError(f"{name}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
