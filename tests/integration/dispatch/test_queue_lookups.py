"""Assignments of a version before the queue get their place in it after the start."""

from typing import cast

from chassis.lookups import KEY, PAGE, fill_lookups
from chassis.mongo import Json

from tests.integration.dispatch.desk import CLERK, Desk
from tests.support.builders import unique


async def test_what_lacks_a_lookup_gets_the_one_that_a_write_would_give(desk: Desk) -> None:
    store = next(store for store in desk.service.runtime.parts.stores if store.name == "assignments")
    cases = [await desk.opens() for _ in range(3)]
    written = {raw["_id"]: raw["lookup"] async for raw in store.collection.find({"_id": {"$in": cases}})}
    broken = unique("broken")
    await store.collection.insert_one({"_id": broken, "v": 1, "state": {"case": "no assignment"}})
    await store.collection.update_many({"_id": {"$in": cases}}, {"$unset": {"lookup": ""}})
    try:
        assert await fill_lookups(store) == 3
        assert {raw["_id"]: raw["lookup"] async for raw in store.collection.find({"_id": {"$in": cases}})} == written
        assert await fill_lookups(store) == 0
        assert (await desk.sees(cases[0]))["version"] == 1
        listed = await desk.get("/v1/assignments", CLERK, team="quality", limit=200)
        assert listed.status_code == 200
    finally:
        await store.collection.delete_one({"_id": broken})


async def test_what_lacks_a_lookup_is_found_by_an_index(desk: Desk) -> None:
    store = next(store for store in desk.service.runtime.parts.stores if store.name == "assignments")
    explained = await store.collection.find({KEY: None, "_id": {"$nin": []}}).limit(PAGE).explain()
    plan = str(cast("Json", explained["queryPlanner"])["winningPlan"])
    assert "COLLSCAN" not in plan
    assert "queue_by_key" in plan
