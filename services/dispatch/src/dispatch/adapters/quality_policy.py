"""The policy of 8D records and digests from its file."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints
from worktime import WEEKDAYS, Weekday

from dispatch.adapters.data_file import ClocksModel, Section, read_data
from dispatch.adapters.policy_build import PolicyError
from dispatch.adapters.policy_model import Identifier
from dispatch.domain.quality.corrective_action import DISCIPLINES, Discipline
from dispatch.domain.quality.feed import DigestTimes
from dispatch.domain.quality.policy import QualityPolicy
from dispatch.domain.words import CategoryName

Hours = Annotated[float, Field(gt=0, le=10_000)]


class _DigestModel(Section):
    timezone: str
    at: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
    weekday: Weekday


class _QualityModel(Section):
    id: Identifier
    version: Annotated[int, Field(ge=1)]
    clocks: ClocksModel
    hours: dict[Discipline, Hours]
    categories: Annotated[list[CategoryName], Field(min_length=1)]
    digest: _DigestModel


def quality_policy(path: Path | None = None) -> QualityPolicy:
    """The file's policy, else the shipped one. Raises `PolicyError`, `OSError`."""
    model = read_data(_QualityModel, path, "quality")
    for discipline in DISCIPLINES:
        if discipline not in model.hours:
            raise PolicyError(f"hours: {discipline} is missing")
    try:
        ZoneInfo(model.digest.timezone)
    except (OSError, ValueError, ZoneInfoNotFoundError) as error:
        raise PolicyError(f"digest.timezone: {model.digest.timezone!r} is unknown") from error
    return QualityPolicy(
        id=model.id,
        version=model.version,
        timezone=model.clocks.frozen_calendar().timezone,
        stages=tuple(model.clocks.stage(name, model.hours[name]) for name in DISCIPLINES),
        categories=frozenset(model.categories),
        digest=DigestTimes(model.digest.timezone, model.digest.at, WEEKDAYS.index(model.digest.weekday)),
    )
