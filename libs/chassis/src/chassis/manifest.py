"""What a service says of itself in its own database: its stores and their indexes, for those who look after it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias, cast

from chassis.indexes import Fields, Index, fields_of
from chassis.mongo import MongoDatabase

COLLECTION = "chassis"
STORES = "stores"

Keys: TypeAlias = tuple[tuple[str, int], ...]
ALWAYS: tuple[Keys, ...] = ((("ob_at", 1),), (("next_due", 1),))
"""Indexes of every store, for the sweepers."""


class Indexed(Protocol):
    """A store, as far as it is described here."""

    name: str
    indexes: Sequence[Index | Fields]
    unique: Sequence[str]


async def describe(database: MongoDatabase, service: str, stores: Iterable[Indexed]) -> None:
    """Write it down; the newest replica's word counts."""
    told = {
        store.name: [
            [list(field) for field in keys]
            for keys in (*ALWAYS, *map(fields_of, store.indexes), *(((name, 1),) for name in store.unique))
        ]
        for store in stores
    }
    await database[COLLECTION].replace_one({"_id": STORES}, {"service": service, "indexes": told}, upsert=True)


async def described(database: MongoDatabase) -> Mapping[str, Sequence[Keys]]:
    """Indexes by store, as they were written down; empty for a database that no service has used."""
    raw = await database[COLLECTION].find_one({"_id": STORES})
    told = cast("dict[str, list[list[list[str | int]]]]", {} if raw is None else raw["indexes"])
    return {
        store: [tuple((str(name), int(order)) for name, order in keys) for keys in indexes]
        for store, indexes in told.items()
    }
