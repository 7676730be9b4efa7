"""Bringing a service's database back: checked before anything is touched, written aside, put in place at the end."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import cast

from bson import json_util
from bson.raw_bson import RawBSONDocument
from pymongo import IndexModel, MongoClient, WriteConcern
from pymongo.collection import Collection as MongoCollection
from pymongo.database import Database

from chassis.backup import RAW, RESTORING
from chassis.backup_files import Damaged, Manifest, read_documents, verify

BATCH_DOCUMENTS = 1_000
BATCH_BYTES = 8 * 1024 * 1024
BOOKKEEPING = frozenset({"chassis", "migrations"})
"""Collections that are no aggregates."""

Raw = dict[str, object]


class NotEmpty(Exception):
    """The database holds documents, and nobody said that they may go."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A document whose newer writes are gone; `restored` is None when the backup does not know it at all."""

    collection: str
    id: str
    version: int
    restored: int | None


def restore(
    client: MongoClient[Raw],
    directory: Path,
    database_name: str,
    *,
    overwrite: bool,
    lost: Callable[[Lost], None],
) -> Manifest:
    """Make the database what the backup in `directory` says. Raises Damaged and NotEmpty before anything is changed.

    `lost` is told of every document that is newer now than in the backup. Broken off before the end, the restore leaves
    the present documents as they are; broken off while it puts collections in place, it must be run again.
    """
    manifest = verify(directory)
    database = client.get_database(database_name, write_concern=WriteConcern(w="majority", j=True))
    present = [name for name in _collections(database) if not name.startswith(RESTORING)]
    if not overwrite and any(database[name].find_one({}, {"_id": 1}) for name in present):
        raise NotEmpty(database_name)
    for collection in manifest.collections:
        aside = database[f"{RESTORING}{collection.name}"]
        aside.drop()
        database.create_collection(aside.name)
        _make_indexes(aside, cast("Mapping[str, Mapping[str, object]]", collection.indexes))
        _fill(database, aside.name, read_documents(directory / collection.file))
        if aside.count_documents({}) != collection.documents:
            raise Damaged(f"{collection.name}: not all documents arrived")
    for name in present:
        if name not in BOOKKEEPING:
            for item in _losses(database, name):
                lost(item)
    for collection in manifest.collections:
        database[f"{RESTORING}{collection.name}"].rename(collection.name, dropTarget=True)
    restored = {collection.name for collection in manifest.collections}
    for name in present:
        if name not in restored:
            database[name].drop()
    return manifest


def _collections(database: Database[Raw]) -> list[str]:
    names = database.list_collection_names(filter={"type": "collection"})
    return [name for name in names if not name.startswith("system.")]


def _make_indexes(collection: MongoCollection[Raw], indexes: Mapping[str, Mapping[str, object]]) -> None:
    known = cast("Mapping[str, Mapping[str, object]]", json_util.loads(json.dumps(indexes)))
    for name, index in known.items():
        if name == "_id_":
            continue
        options = {key: value for key, value in index.items() if key not in ("v", "key", "ns", "background")}
        keys = [(str(field), int(cast("float", order))) for field, order in cast("list[list[object]]", index["key"])]
        collection.create_indexes([IndexModel(keys, name=name, **options)])


def _fill(database: Database[Raw], name: str, documents: Iterable[RawBSONDocument]) -> None:
    target = database.get_collection(name, codec_options=RAW)
    for batch in _batches(documents):
        target.insert_many(batch, ordered=False)


def _batches(documents: Iterable[RawBSONDocument]) -> Iterator[list[RawBSONDocument]]:
    batch: list[RawBSONDocument] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.raw)
        if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _losses(database: Database[Raw], name: str) -> Iterator[Lost]:
    """Both sides in the order of ids, page by page, so that memory stays bounded."""
    fields = {"_id": 1, "v": 1}
    aside = database[f"{RESTORING}{name}"]
    numbered = enumerate(database[name].find({}, fields).sort("_id", 1))
    for _, page in groupby(numbered, key=lambda item: item[0] // BATCH_DOCUMENTS):
        now = {raw["_id"]: raw.get("v") for _, raw in page}
        then = {raw["_id"]: raw.get("v") for raw in aside.find({"_id": {"$in": list(now)}}, fields)}
        for document_id, version in now.items():
            restored = then.get(document_id)
            if isinstance(version, int) and version != restored:
                yield Lost(name, str(document_id), version, restored if isinstance(restored, int) else None)
