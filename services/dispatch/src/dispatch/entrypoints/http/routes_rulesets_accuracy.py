"""How right the rules are, by category over time, and what misled them."""

from datetime import datetime, timedelta
from typing import Annotated

from chassis.http import Caller, Instant, permit
from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from dispatch.adapters.mongo_accuracy import MongoAccuracy
from dispatch.domain.figures.errors import WindowEmpty
from dispatch.domain.rulesets.accuracy import AccuracyRow, CategoryOf, Misleading, Period
from dispatch.domain.rulesets.errors import ReportTooLong

RulesetReader = Annotated[Caller, permit("ruleset.read")]
LONGEST = timedelta(days=732)


class AccuracyLine(BaseModel):
    """One category in one period, which begins at `period`.

    `accuracy` = `right` / `judged`; `accuracy_when_sure` = `right_at_once` / `sure`, null without a sure decision;
    `right_at_once_share` = `right_at_once` / `judged`.
    """

    period: datetime
    category: str
    judged: int = Field(description="n: cases whose true category people know")
    right: int
    sure: int
    right_at_once: int
    accuracy: float
    accuracy_when_sure: float | None
    right_at_once_share: float


class AccuracyView(BaseModel):
    """Cases opened from `from` until before `to`; days, weeks (from Monday) and months of `timezone`."""

    since: datetime = Field(serialization_alias="from")
    until: datetime = Field(serialization_alias="to")
    grouping: Period
    category_of: CategoryOf
    timezone: str
    judged: int
    right: int
    rows: list[AccuracyLine]
    misleading: list[Misleading]


def accuracy_routes(accuracy: MongoAccuracy, timezone: str) -> APIRouter:
    """A read over the assignments."""
    router = APIRouter(prefix="/v1/rulesets", tags=["rulesets"])

    @router.get("/accuracy", summary="How often the rules were right, and the words that misled them")
    async def report(
        caller: RulesetReader,  # noqa: ARG001
        since: Annotated[Instant, Query(alias="from")],
        until: Annotated[Instant, Query(alias="to")],
        grouping: Period = "month",
        category_of: Annotated[
            CategoryOf, Query(description="rows by what the rules decided, or by what was true")
        ] = "decided",
        words: Annotated[int, Query(ge=1, le=100, description="how many misleading words")] = 20,
    ) -> AccuracyView:
        if since >= until:
            raise WindowEmpty
        if until - since > LONGEST:
            raise ReportTooLong(days=str(LONGEST.days))
        rows = await accuracy.rows(since, until, grouping, category_of)
        return AccuracyView(
            since=since,
            until=until,
            grouping=grouping,
            category_of=category_of,
            timezone=timezone,
            judged=sum(row.judged for row in rows),
            right=sum(row.right for row in rows),
            rows=[_line(row) for row in rows],
            misleading=await accuracy.misleading(since, until, words),
        )

    return router


def _line(row: AccuracyRow) -> AccuracyLine:
    return AccuracyLine(
        period=row.period,
        category=row.category,
        judged=row.judged,
        right=row.right,
        sure=row.sure,
        right_at_once=row.right_at_once,
        accuracy=row.accuracy,
        accuracy_when_sure=row.accuracy_when_sure,
        right_at_once_share=row.right_at_once_share,
    )
