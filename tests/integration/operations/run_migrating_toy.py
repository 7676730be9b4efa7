"""The toy with a migration, as a process of its own: one document after the other, and only while the gate is open."""

import sys
from functools import partial

from chassis.migrations import Migration
from chassis.mongo import MongoDatabase
from chassis.settings import ServiceSettings

from tests.integration.chassis import toy
from tests.support.eventually import eventually

LEASE = 1.5


async def shout(database: MongoDatabase) -> None:
    """Adds a field to every visit that lacks it; `visits` beyond the gate's number wait for it to be raised."""
    done = 0
    async for raw in database["visits"].find({"state.loud": {"$exists": False}}, {"state.number": 1}).sort("_id", 1):
        await eventually(partial(database["gate"].find_one, {"_id": "gate", "open_for": {"$gt": done}}), within=60)
        state = raw["state"]
        assert isinstance(state, dict)
        await database["visits"].update_one(
            {"_id": raw["_id"], "state.loud": {"$exists": False}},
            {"$set": {"state.loud": str(state["number"]).upper()}, "$inc": {"touched": 1}},
        )
        done += 1


if __name__ == "__main__":
    replica = toy.compose(ServiceSettings())
    replica.runtime.migrate(Migration("0001-shout", shout))
    sys.exit(replica.runtime.run())
