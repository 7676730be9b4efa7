"""Turns on a real database: no two takers ever get the same one, and none is left out."""

import asyncio

from chassis.mongo import Json
from dispatch.adapters.mongo_turns import MongoTurns
from motor.motor_asyncio import AsyncIOMotorClient

from tests.support.builders import unique


async def test_concurrent_takers_share_the_turns_out_without_gap_or_double(mongo_url: str) -> None:
    client: AsyncIOMotorClient[Json] = AsyncIOMotorClient(mongo_url, w="majority", journal=True)
    name = unique("test_turns")
    try:
        collection = client[name]["turns"]
        replicas = [MongoTurns(collection) for _ in range(3)]
        sizes = [size for size in (1, 2, 5) for _ in range(10)]
        firsts = await asyncio.gather(*(replicas[place % 3].reserve("sales", size) for place, size in enumerate(sizes)))
        taken = [turn for first, size in zip(firsts, sizes, strict=True) for turn in range(first, first + size)]
        assert sorted(taken) == list(range(sum(sizes)))
        assert await replicas[0].reserve("returns", 1) == 0
    finally:
        await client.drop_database(name)
        client.close()
