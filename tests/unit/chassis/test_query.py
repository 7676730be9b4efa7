"""Parameters of a query: known ones, and each once unless it is a list."""

from typing import Annotated, Literal

import pytest
from chassis.query import refuse_strange_parameters
from fastapi import Depends, Query
from fastapi.dependencies.utils import get_dependant
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import QueryParams


def page(cursor: Annotated[str | None, Query()] = None) -> str | None:
    """A dependency with a parameter of its own."""
    return cursor


def route(
    after: Annotated[str | None, Depends(page)],
    limit: Annotated[int, Query(ge=1)] = 50,
    kind: Annotated[Literal["a", "b"] | None, Query()] = None,
    words: Annotated[list[str] | None, Query()] = None,
    tags: Annotated[tuple[str, ...], Query(alias="tag")] = (),
) -> None:
    """A route."""


DEPENDANT = get_dependant(path="/", call=route)


@pytest.mark.parametrize("query", ["", "limit=1&cursor=x&kind=a", "words=a&words=b", "tag=a&tag=b&limit=2"])
def test_what_is_declared_passes(query: str) -> None:
    refuse_strange_parameters(QueryParams(query), DEPENDANT)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("limit=1&limit=2", {"limit": "repeated"}),
        ("limit=1&limit=1", {"limit": "repeated"}),
        ("limit=1&lim%69t=2", {"limit": "repeated"}),
        ("kind=a&kind=b&cursor=x&cursor=y&tag=1&tag=2", {"kind": "repeated", "cursor": "repeated"}),
        ("limit=1&limit=2&colour=red&colour=red", {"limit": "repeated", "colour": "extra_forbidden"}),
    ],
)
def test_what_is_repeated_or_unknown_is_named(query: str, found: dict[str, str]) -> None:
    with pytest.raises(RequestValidationError) as refused:
        refuse_strange_parameters(QueryParams(query), DEPENDANT)
    assert {error["loc"][1]: error["type"] for error in refused.value.errors()} == found
