"""The database client. With `store.py` the only module of the suite that knows the driver (see ADR on Motor)."""

from typing import TypeAlias

from bson.errors import BSONError
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    PyMongoError,
    WTimeoutError,
)

from chassis.settings import ServiceSettings

Json: TypeAlias = dict[str, object]
MongoClient: TypeAlias = "AsyncIOMotorClient[Json]"
MongoDatabase: TypeAlias = "AsyncIOMotorDatabase[Json]"
MongoCollection: TypeAlias = "AsyncIOMotorCollection[Json]"

OUTAGES = (AutoReconnect, ConnectionFailure, NetworkTimeout, ExecutionTimeout, WTimeoutError)
"""Errors after which the same call may succeed later, its outcome unknown."""

UNWRITABLE = (PyMongoError, BSONError, OverflowError, RecursionError, TypeError, ValueError)
"""Errors that come from what a document holds (too large, not encodable), once outages are told apart."""

DUPLICATE_KEY = 11000
_INTERRUPTIONS = frozenset({91, 189, 10107, 11600, 11602, 13435, 13436})
"""Server codes of a shutdown or a change of primary: the operation may succeed elsewhere later."""


def colliding(error: BulkWriteError) -> list[int]:
    """Indexes of the operations that met a key which exists already, when nothing else went wrong.

    Raises AutoReconnect when the outcome is unknown (an interruption, a missing write concern), else the error itself.
    """
    details = error.details or {}
    failed = {int(item["index"]): int(item["code"]) for item in details.get("writeErrors", ())}
    codes = set(failed.values())
    if details.get("writeConcernErrors") or codes & _INTERRUPTIONS:
        raise AutoReconnect("outcome of a bulk write unknown") from error
    if codes - {DUPLICATE_KEY}:
        raise error
    return list(failed)


def connect(settings: ServiceSettings, service: str) -> MongoClient:
    """Client for one service: majority and journaled writes, aware instants; connects on first use."""
    return AsyncIOMotorClient(
        settings.mongodb_url.get_secret_value(),
        appname=f"aftersales-{service}",
        tz_aware=True,
        w="majority",
        journal=True,
        serverSelectionTimeoutMS=5_000,
        socketTimeoutMS=20_000,
        connectTimeoutMS=3_000,
        maxPoolSize=32,
        retryWrites=True,
        uuidRepresentation="standard",
    )
