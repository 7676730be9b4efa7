"""The database client. With `store.py` the only module of the suite that knows the driver (see ADR on Motor)."""

from typing import TypeAlias

from bson.errors import BSONError
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo.errors import (
    AutoReconnect,
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

UNWRITABLE = (PyMongoError, BSONError, OverflowError)
"""Errors that come from what a document holds (too large, not encodable), once outages are told apart."""


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
