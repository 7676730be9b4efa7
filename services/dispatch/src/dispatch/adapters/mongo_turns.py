"""Turns of the round robin, counted per team in the database: fair over restarts and replicas."""

from typing import cast

from chassis.mongo import MongoCollection
from pymongo import ReturnDocument, WriteConcern

TURNS = "turns"


class MongoTurns:
    """One document per team holds how many turns were given out.

    Nobody waits for a journal here: turns that a crash of the database takes back are given once more, which costs the
    fairness of some cases and nothing else.
    """

    def __init__(self, collection: MongoCollection) -> None:
        self._collection = collection.with_options(write_concern=WriteConcern(w=1))

    async def reserve(self, team: str, count: int) -> int:
        """Take `count` turns in one operation; returns the first. No other caller gets one of them."""
        taken = await self._collection.find_one_and_update(
            {"_id": team}, {"$inc": {"given": count}}, upsert=True, return_document=ReturnDocument.AFTER
        )
        return cast("int", taken["given"]) - count
