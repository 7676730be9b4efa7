"""A backup on disk: one directory for each service, raw BSON in gzip, and a manifest that lets nothing go unnoticed."""

import gzip
import hashlib
import struct
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from bson.raw_bson import RawBSONDocument
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

MANIFEST = "manifest.json"
LARGEST_DOCUMENT = 16 * 1024 * 1024 + 16 * 1024
_LENGTH = struct.Struct("<i")
_SMALLEST_DOCUMENT = 5


class Damaged(Exception):
    """The backup is not what its manifest says; nothing of it is used."""


class Collection(BaseModel):
    """One collection: how many documents, and the SHA-256 and size of their BSON, uncompressed. `indexes` is
    relaxed Extended JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=200)
    file: str = Field(pattern=r"^[0-9]{3}\.bson\.gz$")
    documents: int = Field(ge=0)
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    indexes: dict[str, dict[str, JsonValue]]


class Manifest(BaseModel):
    """One service's backup. `taken_at` is by the database's clock; `in_flight` counts what waited in the broker."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1]
    service: str
    database: str
    taken_at: datetime
    in_flight: int | None
    collections: list[Collection]

    @property
    def documents(self) -> int:
        """Of all collections."""
        return sum(collection.documents for collection in self.collections)


def write_documents(path: Path, documents: Iterable[RawBSONDocument]) -> tuple[int, int, str]:
    """Number, size and SHA-256 of what was written."""
    count, size, digest = 0, 0, hashlib.sha256()
    with gzip.open(path, "wb", compresslevel=6) as file:
        for document in documents:
            file.write(document.raw)
            digest.update(document.raw)
            count += 1
            size += len(document.raw)
    return count, size, digest.hexdigest()


def read_documents(path: Path) -> Iterator[RawBSONDocument]:
    """The documents of one file; raises Damaged where it cannot be read on."""
    try:
        with gzip.open(path, "rb") as file:
            while head := file.read(_LENGTH.size):
                if len(head) < _LENGTH.size:
                    raise Damaged(f"{path.name} ends within a document")
                length = _LENGTH.unpack(head)[0]
                if not _SMALLEST_DOCUMENT <= length <= LARGEST_DOCUMENT:
                    raise Damaged(f"{path.name} holds a document of {length} bytes")
                body = file.read(length - _LENGTH.size)
                if len(body) < length - _LENGTH.size:
                    raise Damaged(f"{path.name} ends within a document")
                yield RawBSONDocument(head + body)
    except (OSError, EOFError, ValueError) as error:
        raise Damaged(f"{path.name} cannot be read: {type(error).__name__}") from error


def read_manifest(directory: Path) -> Manifest:
    """Raises Damaged."""
    try:
        return Manifest.model_validate_json((directory / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise Damaged(f"{directory / MANIFEST} is missing or no manifest") from error


def verify(directory: Path) -> Manifest:
    """Read everything and hold it against the manifest; raises Damaged. Nothing is decoded but lengths."""
    manifest = read_manifest(directory)
    for collection in manifest.collections:
        count, size, digest = 0, 0, hashlib.sha256()
        for document in read_documents(directory / collection.file):
            digest.update(document.raw)
            count += 1
            size += len(document.raw)
        if (count, size, digest.hexdigest()) != (collection.documents, collection.bytes, collection.sha256):
            raise Damaged(f"{collection.file} ({collection.name}) is not what the manifest says")
    return manifest
