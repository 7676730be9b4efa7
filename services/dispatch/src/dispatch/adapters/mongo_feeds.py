"""A team's feed out of the assignments: filters of the list, counts of a digest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, cast

from chassis.indexes import Fields, Index
from chassis.mongo import MongoCollection

from dispatch.domain.quality.feed import DigestCounts, FeedFilter
from dispatch.domain.words import Status

FEED_ORDER: Final = "state.opened_at"
FEED_INDEX: Final = (("state.team", 1), (FEED_ORDER, -1), ("_id", -1))
CORRECTIVE_ACTIONS: Final = "corrective_actions"
CAPA_BY_DUE: Final = "state.due_at"
CAPA_OWNER: Final = "state.owner"
CAPA_STOOD_IN_FOR: Final = "state.holdings.instead_of.person"
CAPA_OPEN: Final[Mapping[str, object]] = {"state.status": "open"}
CAPA_INDEXES: Final[tuple[Index | Fields, ...]] = (
    ((CAPA_BY_DUE, 1),),
    (("state.status", 1), (CAPA_BY_DUE, 1)),
    ((CAPA_OWNER, 1), (CAPA_BY_DUE, 1)),
    Index("stood_in_for", ((CAPA_STOOD_IN_FOR, 1), (CAPA_BY_DUE, 1)), only={CAPA_STOOD_IN_FOR: {"$gt": ""}}),
    (("state.cases.id", 1),),
)
FEED_SUBSCRIPTIONS: Final = "feed_subscriptions"
SUBSCRIPTION_INDEXES: Final = ((("state.subscriber", 1), ("state.created_at", 1)),)
NO_PRODUCT: Final = "-"
"""How cases without a product model are counted."""
MOST_GROUPS: Final = 200


def feed_filters(team: str, wanted: FeedFilter, status: Status | None = None) -> dict[str, object]:
    """The classified cases of a team; category and severity are those of the class that holds, the last one."""
    filters: dict[str, object] = {"state.team": team, "state.status": status or {"$ne": "awaiting_classification"}}
    if wanted.product_model is not None:
        filters["state.case.product_model"] = wanted.product_model
    holding = [_last_is(name, value) for name, value in (("category", wanted.category), ("severity", wanted.severity))]
    conditions = [condition for condition in holding if condition is not None]
    if conditions:
        filters["$expr"] = {"$and": conditions}
    return filters


class FeedCounts:
    """Counts in the database."""

    def __init__(self, assignments: MongoCollection) -> None:
        self._assignments = assignments

    async def count(self, team: str, wanted: FeedFilter, since: datetime, until: datetime) -> DigestCounts:
        """By category and product model, opened from `since` until before `until`."""
        grouped = self._assignments.aggregate(
            [
                {"$match": {**feed_filters(team, wanted), FEED_ORDER: {"$gte": since, "$lt": until}}},
                {
                    "$group": {
                        "_id": {"category": _last("category"), "product": "$state.case.product_model"},
                        "count": {"$sum": 1},
                    }
                },
                {"$sort": {"count": -1, "_id": 1}},
            ]
        )
        by_category: dict[str, int] = {}
        by_product: dict[str, int] = {}
        async for row in grouped:
            group, count = cast("Mapping[str, str | None]", row["_id"]), cast("int", row["count"])
            category, product = str(group.get("category")), group.get("product") or NO_PRODUCT
            by_category[category] = by_category.get(category, 0) + count
            by_product[product] = by_product.get(product, 0) + count
        return DigestCounts(sum(by_category.values()), by_category, _largest(by_product))


def _largest(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_GROUPS])


def _last(name: str) -> dict[str, object]:
    return {"$arrayElemAt": [f"$state.classifications.{name}", -1]}


def _last_is(name: str, value: str | None) -> dict[str, object] | None:
    return None if value is None else {"$eq": [_last(name), value]}
