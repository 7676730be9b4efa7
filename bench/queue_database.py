"""A dispatch database of a given size; one that is kept is filled once."""

import asyncio
import itertools
import time
from datetime import UTC, datetime

import pymongo
from chassis.indexes import ensure_index
from chassis.mongo import connect
from chassis.settings import ServiceSettings
from dispatch.adapters.mongo_assignments import ASSIGNMENT_INDEXES, ASSIGNMENTS
from pydantic import SecretStr

from bench.queue_documents import Document, documents

DATABASE = "bench_dispatch"
BATCH = 500


def fill(url: str, count: int) -> float:
    """Insert what is missing, then build the service's indexes; the seconds it took."""
    began = time.perf_counter()
    with pymongo.MongoClient[Document](url, w=1, journal=False) as client:
        collection = client[DATABASE][ASSIGNMENTS]
        there = collection.estimated_document_count()
        wanted = documents(max(0, count - there), datetime.now(UTC), seed=there + 1)
        while batch := list(itertools.islice(wanted, BATCH)):
            collection.insert_many(batch, ordered=False)
    asyncio.run(_index(url))
    return time.perf_counter() - began


async def _index(url: str) -> None:
    client = connect(ServiceSettings(mongodb_url=SecretStr(url)), "bench")
    for index in ASSIGNMENT_INDEXES:
        await ensure_index(client[DATABASE][ASSIGNMENTS], index)
    client.close()
