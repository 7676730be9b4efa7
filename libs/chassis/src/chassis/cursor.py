"""Opaque cursors for lists: the sort value and id of the last item seen."""

import base64
import binascii
from datetime import UTC, datetime
from typing import TypeAlias

import orjson

from chassis.errors import InvalidRequest
from chassis.mongo import Json

LARGEST_INTEGER = 2**63 - 1
"""What the database can compare with."""

Sortable: TypeAlias = str | int | float | datetime | None


class InvalidCursor(InvalidRequest):
    """The cursor was not made by this list."""

    code = "invalid_cursor"


def encode(value: Sortable, document_id: str) -> str:
    """Cursor after the item with this sort value and id."""
    kind = "d" if isinstance(value, datetime) else "v"
    return base64.urlsafe_b64encode(orjson.dumps([kind, value, document_id])).decode().rstrip("=")


def decode(cursor: str) -> tuple[Sortable, str]:
    """Sort value and id; only plain values come out, so that no query operator can be smuggled in."""
    try:
        decoded = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        kind, value, document_id = decoded
        if kind == "d":
            value = datetime.fromisoformat(value).astimezone(UTC)
    except (binascii.Error, ValueError, TypeError, OverflowError) as error:
        raise InvalidCursor from error
    if not isinstance(document_id, str) or not isinstance(value, str | int | float | datetime | None):
        raise InvalidCursor
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise InvalidCursor
    return value, document_id


def after(field: str, descending: bool, cursor: str) -> Json:
    """Filter for what follows the cursor in the order (field, _id); missing values sort as the database sorts null."""
    value, document_id = decode(cursor)
    operator = "$lt" if descending else "$gt"
    same: Json = {field: value, "_id": {operator: document_id}}
    if value is None:
        return same if descending else {"$or": [{field: {"$ne": None}}, same]}
    beyond: list[Json] = [{field: {operator: value}}, same]
    if descending:
        beyond.append({field: None})
    return {"$or": beyond}
