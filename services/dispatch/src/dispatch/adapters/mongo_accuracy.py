"""How often the rules were right, added up in the database out of what is kept beside each assignment."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, cast

from chassis.http import FIRST_YEAR
from chassis.indexes import Index
from chassis.mongo import Json, MongoCollection
from pymongo.errors import ExecutionTimeout

from dispatch.domain.assignment import Assignment
from dispatch.domain.rulesets.accuracy import AccuracyRow, CategoryOf, Misleading, Period
from dispatch.domain.rulesets.errors import ReportTooWide
from dispatch.domain.rulesets.judgement import judgement, misleading

JUDGED: Final = "judged"
"""The part of the lookup that this is about; null while nobody has judged."""
AT: Final = f"lookup.{JUDGED}.at"
WRONG: Final = f"lookup.{JUDGED}.wrong"
DECIDED: Final = f"lookup.{JUDGED}.decided"
SURE: Final = f"lookup.{JUDGED}.sure"
TRUTH: Final = f"lookup.{JUDGED}.truth"
MISLED: Final = f"lookup.{JUDGED}.misled"
BY_JUDGED: Final = Index(
    "judged_by_opening",
    ((AT, 1), (WRONG, 1), (DECIDED, 1), (TRUTH, 1), (SURE, 1)),
    only={AT: {"$gte": datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)}},
)
MOST_WORDS_KEPT: Final = 50
"""Of one case."""


def judged_lookup(state: Assignment) -> Json | None:
    """What the report adds up, once people have judged; the misleading words only of a wrong decision."""
    judged = judgement(state)
    if judged is None or judged.truth is None:
        return None
    return {
        "at": state.opened_at,
        "decided": judged.decided.category,
        "sure": judged.decided.sure,
        "truth": judged.truth,
        "wrong": not judged.right,
        "misled": [{"rule": rule, "word": word} for rule, word in misleading(judged)[:MOST_WORDS_KEPT]],
    }


class MongoAccuracy:
    """Aggregations over one collection, each bounded in time; raises `ReportTooWide` when that does not suffice."""

    def __init__(self, assignments: MongoCollection, timezone: str, most_milliseconds: int) -> None:
        self._assignments = assignments
        self._timezone = timezone
        self._most_milliseconds = most_milliseconds

    async def rows(self, since: datetime, until: datetime, period: Period, by: CategoryOf) -> list[AccuracyRow]:
        """Per period and category, in that order."""
        found = await self._aggregate(accuracy_stages(since, until, period, by, self._timezone))
        return [_row(raw) for raw in found]

    async def misleading(self, since: datetime, until: datetime, limit: int) -> list[Misleading]:
        """The words and rules that stood behind most wrong decisions, most first."""
        found = await self._aggregate(
            [
                {"$match": {AT: {"$gte": since, "$lt": until}, WRONG: True}},
                {"$unwind": f"${MISLED}"},
                {
                    "$group": {
                        "_id": {"word": f"${MISLED}.word", "rule": f"${MISLED}.rule", "decided": f"${DECIDED}"},
                        "cases": {"$sum": 1},
                        "truths": {"$addToSet": f"${TRUTH}"},
                    }
                },
                {"$sort": {"cases": -1, "_id": 1}},
                {"$limit": limit},
            ]
        )
        return [_misleading(raw) for raw in found]

    async def _aggregate(self, stages: list[Json]) -> list[Json]:
        try:
            cursor = self._assignments.aggregate(stages, maxTimeMS=self._most_milliseconds, hint=BY_JUDGED.name)
            return [raw async for raw in cursor]
        except ExecutionTimeout as error:
            raise ReportTooWide from error


def accuracy_stages(since: datetime, until: datetime, period: Period, by: CategoryOf, timezone: str) -> list[Json]:
    """Counts per period and category, out of the index alone."""
    begin = {"$dateTrunc": {"date": f"${AT}", "unit": period, "timezone": timezone, "startOfWeek": "monday"}}
    right = {"$not": [f"${WRONG}"]}
    return [
        {"$match": {AT: {"$gte": since, "$lt": until}}},
        {
            "$group": {
                "_id": {"at": begin, "category": f"$lookup.{JUDGED}.{by}"},
                "sure": {"$sum": _one_if(f"${SURE}")},
                "sure_right": {"$sum": _one_if({"$and": [f"${SURE}", right]})},
                "right": {"$sum": _one_if(right)},
                "cases": {"$sum": 1},
            }
        },
        {"$sort": {"_id.at": 1, "_id.category": 1}},
    ]


def _one_if(condition: object) -> Json:
    return {"$cond": [condition, 1, 0]}


def _row(raw: Json) -> AccuracyRow:
    group = cast("Mapping[str, object]", raw["_id"])
    return AccuracyRow(
        period=cast("datetime", group["at"]),
        category=str(group["category"]),
        judged=cast("int", raw["cases"]),
        right=cast("int", raw["right"]),
        sure=cast("int", raw["sure"]),
        right_at_once=cast("int", raw["sure_right"]),
    )


def _misleading(raw: Json) -> Misleading:
    group = cast("Mapping[str, str]", raw["_id"])
    return Misleading(
        word=group["word"] or None,
        rule=group["rule"],
        decided=group["decided"],
        cases=cast("int", raw["cases"]),
        truths=tuple(sorted(cast("list[str]", raw["truths"]))),
    )
