"""Cursors of the work queue: the key of the last case seen, tied to the query that it was made for."""

import base64
import binascii
from hashlib import blake2s

from chassis.cursor import InvalidCursor

from dispatch.domain.queue_query import QueueQuery

_SUM = 8
"""Bytes of the check sum; it tells a mistake, it keeps no secret."""


def encode(key: str, query: QueueQuery) -> str:
    """The cursor after the case with this key."""
    return base64.urlsafe_b64encode(_sum(key, query) + key.encode()).decode().rstrip("=")


def decode(cursor: str, query: QueueQuery) -> str:
    """The key. Raises `InvalidCursor` for one that was altered or made for another query."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        key = raw[_SUM:].decode()
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor from error
    if encode(key, query) != cursor:
        raise InvalidCursor
    return key


def _sum(key: str, query: QueueQuery) -> bytes:
    return blake2s(f"{query!r} {key}".encode(), digest_size=_SUM).digest()
