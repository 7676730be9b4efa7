"""Events, tokens and names as tests need them."""

import itertools
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import jwt
from contracts.envelope import Envelope
from contracts.payload import Payload

P = TypeVar("P", bound=Payload)

ARRIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = "test-key-that-is-long-enough-for-hs256"
ISSUER = "aftersales-local"
AUDIENCE = "aftersales"

_numbers = itertools.count(1)


def unique(prefix: str) -> str:
    """A name that no other test of this machine uses."""
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def payload_of(event: type[P], **fields: object) -> P:
    """The contract's own example, with the fields that a test is about."""
    extra = event.model_config.get("json_schema_extra")
    assert isinstance(extra, dict)
    examples = extra["examples"]
    assert isinstance(examples, list)
    assert isinstance(examples[0], dict)
    return event.model_validate({**examples[0], **fields})


def envelope_of(event: type[P], *, id: str | None = None, sequence: int = 1, **fields: object) -> Envelope[P]:  # noqa: A002
    """The payload in its envelope; `subject` and `correlationid` are the case's id."""
    payload = payload_of(event, **fields)
    subject = str(getattr(payload, "case_id", "0b5f"))
    return Envelope[P].model_construct(
        id=id or f"event-{next(_numbers)}-{uuid.uuid4().hex[:8]}",
        source=f"/aftersales/{event.PUBLISHER}",
        type=event.type_name(),
        time=ARRIVED,
        subject=subject,
        sequence=sequence,
        correlationid=subject,
        data=payload,
    )


def claims(*roles: str, staff: str = "li", **changes: object) -> dict[str, object]:
    """Claims of a valid token; a change to None removes the claim."""
    now = int(time.time())
    base: dict[str, object] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": staff,
        "roles": list(roles),
        "iat": now,
        "nbf": now,
        "exp": now + 3600,
    }
    return {name: value for name, value in {**base, **changes}.items() if value is not None}


def token(*roles: str, staff: str = "li", key: str = KEY, **changes: object) -> str:
    """A token signed like the local stack's."""
    return jwt.encode(claims(*roles, staff=staff, **changes), key, algorithm="HS256")


def bearer(*roles: str, staff: str = "li") -> dict[str, str]:
    """Header of an authenticated person."""
    return {"Authorization": f"Bearer {token(*roles, staff=staff)}"}


def headers(roles: Sequence[str], more: Mapping[str, str] | None = None, staff: str = "li") -> dict[str, str]:
    """Authenticated, with further headers."""
    return {**bearer(*roles, staff=staff), **(more or {})}
