"""The figures of R7 over the assignments, each with its n, window and formula (domain §10)."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from chassis.caller_waits import while_caller_waits
from chassis.clock import Clock
from chassis.mongo import Json
from fastapi import APIRouter, Request

from dispatch.adapters.figure_fields import Reads, projection
from dispatch.adapters.mongo_figures import MongoFigures, open_now, within
from dispatch.domain.figures.attainment import Attainment
from dispatch.domain.figures.backlog import Backlog
from dispatch.domain.figures.first_response import FirstResponse
from dispatch.domain.figures.grouping import CaseGrouping, OpenGrouping, StepGrouping
from dispatch.domain.figures.measuring import (
    Measuring,
    attainments,
    backlogs,
    first_responses,
    reassignments,
    right_first_times,
)
from dispatch.domain.figures.policy import FigureLimits, FiguresPolicy
from dispatch.domain.figures.reassignments import Reassignments
from dispatch.domain.figures.right_first_time import RightFirstTime
from dispatch.domain.figures.window import Window
from dispatch.entrypoints.http.figure_parameters import AskedFilter, AskedWindow, FigureReader
from dispatch.entrypoints.http.views_figures import FigureView, figure_view

S = TypeVar("S")
R = TypeVar("R")

FIRST_RESPONSE = "from the opening to the first acceptance or finished step of a person; to the first step 03 done"
RIGHT_FIRST_TIME = "cases neither reclassified nor reworked (reopened, repaired again) / classified cases"
REASSIGNMENTS = "hand-overs + changes of team by a new class + reopenings, per case"
ATTAINMENT = "met / (met + missed); overdue and still open counts as missed; paused time does not count"
BACKLOG = "open cases by calendar hours since their opening"


def figure_routes(figures: MongoFigures, policy: FiguresPolicy, limits: FigureLimits, clock: Clock) -> APIRouter:
    """Reads over the assignments as they stand now."""
    router = APIRouter(prefix="/v1/figures", tags=["figures"])

    async def shown(
        request: Request,
        match: Json,
        begin: Callable[[datetime], Measuring[S, R]],
        formula: str,
        window: Window | None,
        by: StepGrouping,
        reads: Reads,
    ) -> FigureView[R]:
        as_of = clock()
        measuring = figures.measure(match, lambda: begin(as_of), projection(reads, by))
        found = await while_caller_waits(request, measuring)
        return await asyncio.to_thread(figure_view, found, policy, formula=formula, window=window, by=by, as_of=as_of)

    @router.get("/first-response", summary="Time to first response, in calendar and in business hours")
    async def first_response(
        caller: FigureReader,  # noqa: ARG001
        request: Request,
        window: AskedWindow,
        wanted: AskedFilter,
        group_by: CaseGrouping = "none",
    ) -> FigureView[FirstResponse]:
        return await shown(
            request,
            within(window, wanted),
            lambda _: first_responses(policy, window, group_by, limits.groups),
            FIRST_RESPONSE,
            window,
            group_by,
            "answers",
        )

    @router.get("/right-first-time", summary="Share of cases classified right at once")
    async def right_first_time(
        caller: FigureReader,  # noqa: ARG001
        request: Request,
        window: AskedWindow,
        wanted: AskedFilter,
        group_by: CaseGrouping = "none",
    ) -> FigureView[RightFirstTime]:
        return await shown(
            request,
            within(window, wanted),
            lambda _: right_first_times(policy, window, group_by, limits.groups),
            RIGHT_FIRST_TIME,
            window,
            group_by,
            "classes",
        )

    @router.get("/reassignments", summary="How often cases changed hands, and why")
    async def reassigned(
        caller: FigureReader,  # noqa: ARG001
        request: Request,
        window: AskedWindow,
        wanted: AskedFilter,
        group_by: CaseGrouping = "none",
    ) -> FigureView[Reassignments]:
        return await shown(
            request,
            within(window, wanted),
            lambda _: reassignments(policy, window, group_by, limits.groups),
            REASSIGNMENTS,
            window,
            group_by,
            "hands",
        )

    @router.get("/attainment", summary="Time-limit attainment of the steps")
    async def attainment(
        caller: FigureReader,  # noqa: ARG001
        request: Request,
        window: AskedWindow,
        wanted: AskedFilter,
        group_by: StepGrouping = "none",
    ) -> FigureView[Attainment]:
        return await shown(
            request,
            within(window, wanted),
            lambda now: attainments(policy, window, group_by, limits.groups, now),
            ATTAINMENT,
            window,
            group_by,
            "clocks",
        )

    @router.get("/backlog", summary="What is open now, by age")
    async def backlog(
        caller: FigureReader,  # noqa: ARG001
        request: Request,
        wanted: AskedFilter,
        group_by: OpenGrouping = "team",
    ) -> FigureView[Backlog]:
        return await shown(
            request,
            open_now(wanted),
            lambda now: backlogs(policy, group_by, limits.groups, now),
            BACKLOG,
            None,
            group_by,
            "open_clocks",
        )

    return router
