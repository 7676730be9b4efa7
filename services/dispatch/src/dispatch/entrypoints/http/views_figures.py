"""What the API shows of a figure: the value with its n, its window and its formula beside it."""

from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from dispatch.domain.figures.grouping import Group, StepGrouping
from dispatch.domain.figures.measuring import Measuring
from dispatch.domain.figures.policy import FiguresPolicy
from dispatch.domain.figures.window import Window

S = TypeVar("S")
R = TypeVar("R")

PERCENTILES = "linear between the two nearest ranks, rank = p x (n - 1) from 0"


class WindowView(BaseModel):
    """Cases opened, or resolved, from `from` (included) to `to` (excluded)."""

    model_config = ConfigDict(populate_by_name=True)

    of: str = "cases opened"
    since: datetime = Field(serialization_alias="from")
    until: datetime = Field(serialization_alias="to")


class FigureView(BaseModel, Generic[R]):
    """One figure, in all and by group; what nothing is known of has n 0 and null."""

    formula: str
    percentiles: str = PERCENTILES
    window: WindowView | None = Field(description="null: everything that is open now")
    as_of: datetime
    timezone: str = Field(description="Of days, weeks and months")
    business_hours: str = Field(description="Calendar that business hours are counted in")
    policy: str
    policy_version: int
    group_by: StepGrouping
    total: R
    groups: tuple[Group[R], ...] = Field(description="Empty when not grouped; by key")


def figure_view(
    measured: Measuring[S, R],
    policy: FiguresPolicy,
    *,
    formula: str,
    window: Window | None,
    by: StepGrouping,
    as_of: datetime,
) -> FigureView[R]:
    """The figure with what must be known to read it."""
    return FigureView(
        formula=formula,
        window=None if window is None else WindowView(of=f"cases {window.by}", since=window.since, until=window.until),
        as_of=as_of,
        timezone=policy.calendar.timezone,
        business_hours=policy.calendar.name,
        policy=policy.id,
        policy_version=policy.version,
        group_by=by,
        total=measured.total(),
        groups=measured.groups(),
    )
