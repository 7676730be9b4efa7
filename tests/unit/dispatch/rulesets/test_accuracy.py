"""The report's shares, and that one which would take too long is refused."""

from typing import cast

import pytest
from chassis.mongo import MongoCollection
from dispatch.adapters.mongo_accuracy import MongoAccuracy, judged_lookup
from dispatch.domain.rulesets.accuracy import AccuracyRow
from dispatch.domain.rulesets.errors import ReportTooWide
from pymongo.errors import ExecutionTimeout

from tests.unit.dispatch.builders import OPENED, at
from tests.unit.dispatch.flow import accepted, replied


class Slow:
    """A collection whose aggregations take too long."""

    def aggregate(self, stages: object, **options: object) -> "Slow":
        assert options["maxTimeMS"] == 50
        return self

    def __aiter__(self) -> "Slow":
        return self

    async def __anext__(self) -> object:
        raise ExecutionTimeout("operation exceeded time limit")


async def test_a_report_over_too_much_is_refused() -> None:
    accuracy = MongoAccuracy(cast("MongoCollection", Slow()), "Asia/Shanghai", 50)
    with pytest.raises(ReportTooWide):
        await accuracy.rows(OPENED, at(60), "day", "decided")
    with pytest.raises(ReportTooWide):
        await accuracy.misleading(OPENED, at(60), 20)


def test_shares() -> None:
    row = AccuracyRow(OPENED, "usage", judged=10, right=8, sure=6, right_at_once=5)
    assert (row.accuracy, row.accuracy_when_sure, row.right_at_once_share) == (0.8, 5 / 6, 0.5)
    assert AccuracyRow(OPENED, "usage", judged=1, right=0, sure=0, right_at_once=0).accuracy_when_sure is None


def test_only_judged_cases_are_kept_for_the_report() -> None:
    assert judged_lookup(accepted()) is None
    assert judged_lookup(replied()) == {
        "at": OPENED,
        "decided": "product_quality",
        "sure": True,
        "truth": "product_quality",
        "wrong": False,
        "misled": [],
    }
