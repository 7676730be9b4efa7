"""Taking a backup: all collections of all services asked for, as they were at one instant.

One snapshot session reads everything, so within one database server (replica set) the services fit together. What the
broker holds at that instant is in no database: a backup of all without gaps is taken while nothing is on its way.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from bson import json_util
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pydantic import JsonValue, TypeAdapter
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import OperationFailure

from chassis.backup_files import MANIFEST, Collection, Manifest, write_documents

RESTORING = "restoring."
"""Before the names of collections that a restore is still writing."""
_SNAPSHOT_GONE = frozenset({239, 246})
"""SnapshotTooOld, SnapshotUnavailable: a collection was made or changed in this very moment."""
_TRIES = 5
_INDEXES: TypeAdapter[dict[str, dict[str, JsonValue]]] = TypeAdapter(dict[str, dict[str, JsonValue]])
_EXTENDED = json_util.RELAXED_JSON_OPTIONS
"""A partial index may compare with what JSON has no form for, such as an instant (MongoDB Extended JSON v2)."""
AWARE: CodecOptions[dict[str, object]] = CodecOptions(tz_aware=True)
RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)


class Exists(Exception):
    """There is something at the target already."""


def take(
    client: MongoClient[dict[str, object]],
    databases: Mapping[str, str],
    target: Path,
    in_flight: Callable[[str], int | None],
) -> list[Manifest]:
    """Back up `databases` (by service) into `target`, which must not exist; it appears whole or not at all.

    Raises Exists and what the driver raises; a database too large for the server's snapshot window (SnapshotTooOld)
    needs a larger `minSnapshotHistoryWindowInSeconds`.
    """
    if target.exists():
        raise Exists(str(target))
    draft = target.with_name(f"{target.name}.partial")
    for attempt in range(1, _TRIES + 1):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        try:
            with client.start_session(snapshot=True) as session:
                manifests = [
                    _service(client[name], service, draft / service, session, in_flight)
                    for service, name in databases.items()
                ]
        except OperationFailure as error:
            if error.code not in _SNAPSHOT_GONE or attempt == _TRIES:
                raise
        else:
            draft.rename(target)
            return manifests
    raise AssertionError("the last try returned or raised")


def _service(
    database: Database[dict[str, object]],
    service: str,
    directory: Path,
    session: ClientSession,
    in_flight: Callable[[str], int | None],
) -> Manifest:
    directory.mkdir(mode=0o700)
    now = database.client.admin.command("hello", codec_options=AWARE)["localTime"]
    waiting = in_flight(service)
    names = database.list_collection_names(filter={"type": "collection"})
    kept = sorted(name for name in names if not name.startswith(("system.", RESTORING)))
    collections: list[Collection] = []
    for number, name in enumerate(kept):
        file = f"{number:03}.bson.gz"
        found = database.get_collection(name, codec_options=RAW).find({}, session=session)
        count, size, digest = write_documents(directory / file, cast("Iterable[RawBSONDocument]", found))
        indexes = _INDEXES.validate_json(json_util.dumps(database[name].index_information(), json_options=_EXTENDED))
        collections.append(
            Collection(name=name, file=file, documents=count, bytes=size, sha256=digest, indexes=indexes)
        )
    manifest = Manifest(
        format=1,
        service=service,
        database=database.name,
        taken_at=cast("datetime", now),
        in_flight=waiting,
        collections=collections,
    )
    (directory / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return manifest
