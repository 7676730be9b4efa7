"""What figures and exports are asked with: who asks, the window, the filters."""

from typing import Annotated

from chassis.http import Caller, Instant, permit
from fastapi import Depends, Query

from dispatch.adapters.mongo_figures import CaseFilter
from dispatch.domain.figures.window import Window, WindowBy
from dispatch.domain.words import CategoryName, Channel, Grade, Kind
from dispatch.entrypoints.http.schemas import TeamId

FigureReader = Annotated[Caller, permit("figures.read")]


def _window(
    since: Annotated[Instant, Query(alias="from", description="Cases opened or resolved from here (included)")],
    until: Annotated[Instant, Query(alias="to", description="to here (excluded)")],
    window_by: Annotated[
        WindowBy, Query(description="`resolved`: cases that stand resolved, by the moment of that resolution")
    ] = "opened",
) -> Window:
    return Window(since, until, window_by)


def _filter(
    team: Annotated[TeamId | None, Query()] = None,
    category: CategoryName | None = None,
    grade: Grade | None = None,
    channel: Channel | None = None,
    kind: Kind | None = None,
) -> CaseFilter:
    return CaseFilter(team, category, grade, channel, kind)


AskedWindow = Annotated[Window, Depends(_window)]
AskedFilter = Annotated[CaseFilter, Depends(_filter)]
