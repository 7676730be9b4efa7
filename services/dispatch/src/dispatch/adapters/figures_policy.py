"""What figures go by, from its file and the dispatch policy's calendars."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from dispatch.adapters.data_file import Section, read_data
from dispatch.adapters.policy_build import PolicyError
from dispatch.adapters.policy_model import Identifier
from dispatch.domain.figures.policy import FiguresPolicy
from dispatch.domain.frozen_calendar import FrozenCalendar, working_calendar
from dispatch.domain.policy import Policy

MOST_BUCKETS = 100


class _FiguresModel(Section):
    id: Identifier
    version: Annotated[int, Field(ge=1)]
    calendar: str | None = None
    backlog_hours: Annotated[
        list[Annotated[float, Field(gt=0, le=1_000_000)]], Field(min_length=1, max_length=MOST_BUCKETS)
    ]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if sorted(set(self.backlog_hours)) != self.backlog_hours:
            raise ValueError("backlog_hours must rise")
        return self


def figures_policy(policy: Policy, path: Path | None = None) -> FiguresPolicy:
    """The file's, else the shipped one. Raises `PolicyError`, `OSError`."""
    model = read_data(_FiguresModel, path, "figures")
    return FiguresPolicy(
        id=model.id,
        version=model.version,
        calendar=working_calendar(_calendar(policy, model.calendar)),
        backlog_hours=tuple(model.backlog_hours),
    )


def _calendar(policy: Policy, name: str | None) -> FrozenCalendar:
    if name is not None:
        named = policy.calendars.get(name)
        if named is None:
            raise PolicyError(f"figures: calendar: {name!r} is not among {', '.join(sorted(policy.calendars))}")
        return named
    return next(
        row.calendar
        for row in policy.rows
        if row.step == "01" and (row.severity, row.category, row.grade, row.kind) == (None, None, None, None)
    )
