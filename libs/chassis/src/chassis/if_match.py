"""If-Match: which version a change is meant for (RFC 9110, section 13.1.1)."""

import re
from typing import Annotated

from fastapi import Depends, Header
from fastapi.params import Depends as DependsType

from chassis.errors import MalformedRequest, PreconditionRequired, Said

NO_VERSION = -1
"""Equals no stored version, so that a weak tag fails where a stale one does: after 403 and 404."""

_TAG = re.compile(r'(W/)?"(\d{1,9})"', flags=re.ASCII)
_STRANGE = Said("If-Match 须为一个 ETag", "If-Match must be one ETag")
_WEAK = Said(
    "If-Match 按强比较,弱 ETag(W/)不与任何版本匹配",
    "If-Match compares strongly: a weak ETag (W/) matches no version",
)


def if_match() -> DependsType:
    """Dependency: the version that the change is meant for (428 without the header, 400 on a strange one)."""

    async def version(
        if_match: Annotated[
            str | None,
            Header(description='The ETag of the version to change, such as "3"; a weak one (W/) never matches (412)'),
        ] = None,
    ) -> int:
        if if_match is None:
            raise PreconditionRequired
        matched = _TAG.fullmatch(if_match.strip())
        if matched is None:
            raise MalformedRequest(_STRANGE)
        weak, number = matched.groups()
        return NO_VERSION if weak else int(number)

    dependency: DependsType = Depends(version)
    return dependency


def weak_tag(header: str | None) -> Said | str:
    """Why a precondition failed, if it named a weak tag; empty otherwise."""
    return _WEAK if header is not None and header.strip().startswith("W/") else ""
