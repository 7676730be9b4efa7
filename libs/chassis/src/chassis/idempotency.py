"""Idempotency-Key: a repeated POST finds the document of the first one (draft-ietf-httpapi-idempotency-key-header)."""

import hashlib
import re
from typing import Annotated

from fastapi import Depends, Header
from fastapi.params import Depends as DependsType

from chassis.errors import MalformedRequest, Said, ServiceError

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_STRANGE_KEY = Said(
    "Idempotency-Key 须为 1 至 200 个可见的 ASCII 字符", "Idempotency-Key must be 1 to 200 visible ASCII characters"
)
_ID_LENGTH = 32


class IdempotencyKeyRequired(ServiceError):
    """A creating request without Idempotency-Key."""

    code = "idempotency_key_required"
    status = 400


def checked_key(raw: str | None) -> str:
    """The key as sent. Raises IdempotencyKeyRequired without one, MalformedRequest on a strange one."""
    if raw is None:
        raise IdempotencyKeyRequired
    if _KEY.fullmatch(raw) is None:
        raise MalformedRequest(_STRANGE_KEY)
    return raw


def document_id(client: str, key: str) -> str:
    """Id of the document that this client's key stands for: 32 hexadecimal digits, the same for the same two."""
    return hashlib.sha256(f"{len(client)}:{client}:{key}".encode()).hexdigest()[:_ID_LENGTH]


def fingerprint(body: bytes) -> str:
    """What tells one body from another: SHA-256, hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def idempotency_key() -> DependsType:
    """Dependency: the Idempotency-Key of a creating request (400 without one, 400 on a strange one)."""

    async def key(
        idempotency_key: Annotated[
            str | None, Header(description="Chosen by the client; the same key and body give the first answer again")
        ] = None,
    ) -> str:
        return checked_key(idempotency_key)

    dependency: DependsType = Depends(key)
    return dependency


__all__ = ["IdempotencyKeyRequired", "checked_key", "document_id", "fingerprint", "idempotency_key"]
