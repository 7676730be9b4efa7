"""What service routes are written with: strict request types, the caller, If-Match, ETag and lists."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from contracts.access import PERMISSIONS
from fastapi import Depends, Path, Request, Response
from fastapi.params import Depends as DependsType
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from chassis.auth import Authenticator, Caller
from chassis.clock import to_milliseconds
from chassis.documents import Stored
from chassis.if_match import if_match

S = TypeVar("S")
V = TypeVar("V")

FIRST_YEAR = 1970
LAST_YEAR = 2199

_RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})", flags=re.ASCII)
_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
_PARAGRAPH = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


class StrictModel(BaseModel):
    """Base of request bodies: unknown fields are refused, texts are stripped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _written_out(value: object) -> object:
    """Numbers would otherwise be taken for seconds or milliseconds since 1970."""
    if isinstance(value, datetime) or (isinstance(value, str) and _RFC_3339.fullmatch(value.strip())):
        return value
    raise ValueError("must be an instant with its offset, such as 2026-03-02T08:30:00Z")


def _as_kept(at: datetime) -> datetime:
    """UTC and milliseconds, as the database keeps it, so that an answer is the same before and after it is stored."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}")
    return to_milliseconds(at.astimezone(UTC))


Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_LINE)]
"""One line of text without control characters."""
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=4_000, pattern=_PARAGRAPH)]
"""Free text; line breaks and tabs are allowed, other control characters are not."""
Instant = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_as_kept)]
"""An instant with its offset (RFC 3339), in a year that calendars know; becomes UTC in whole milliseconds."""
DocumentId = Annotated[str, Path(pattern=r"^[A-Za-z0-9:._-]{1,200}$")]
"""Path parameter that names an aggregate."""


class Listing(BaseModel, Generic[V]):
    """One page of a list; `next` is the cursor of the following page, null on the last."""

    items: list[V]
    next: str | None = Field(default=None, description="Cursor of the next page")


def permit(permission: str) -> DependsType:
    """Dependency: the authenticated caller, whose roles must hold the permission (401, 403).

    Raises ValueError for a permission that is not in the table.
    """
    if permission not in PERMISSIONS:
        raise ValueError(f"no permission is named {permission!r}")

    async def caller(request: Request) -> Caller:
        guard: Authenticator = request.app.state.authenticator
        headers = dict(request.scope["headers"])
        found = await guard.caller(headers.get(b"authorization"), headers.get(b"x-api-key"))
        guard.require(found, permission)
        return found

    dependency: DependsType = Depends(caller)
    return dependency


def reply(response: Response, stored: Stored[S], view: Callable[[Stored[S]], V]) -> V:
    """The view of an aggregate, with its version as ETag."""
    response.headers["ETag"] = f'"{stored.version}"'
    return view(stored)


__all__ = [
    "Caller",
    "DocumentId",
    "Instant",
    "Line",
    "Listing",
    "Paragraph",
    "StrictModel",
    "if_match",
    "permit",
    "reply",
]
