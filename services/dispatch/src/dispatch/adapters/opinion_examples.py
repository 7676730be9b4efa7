"""Examples as JSONL, one a line.

`{"product"?, "text", "category", "accepted"?, "team"?, "kind"?, "weight"?, "source"}`; the weight is 1 by default.
"""

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dispatch.domain.classification.vocabulary import Category
from dispatch.domain.opinion.errors import OpinionError
from dispatch.domain.opinion.examples import Example, Source
from dispatch.domain.words import Kind

MOST_WEIGHT = 100
"""More would let one example undo what all others taught."""


class Line(BaseModel):
    """One example; what is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1)]
    product: str | None = None
    category: Category
    accepted: frozenset[Category] = frozenset()
    team: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    kind: Kind | None = None
    weight: Annotated[float, Field(gt=0, le=MOST_WEIGHT)] = 1.0
    source: Source


def read_examples(lines: Iterable[bytes]) -> Iterator[Example]:
    """The examples in order, blank lines passed over; raises `OpinionError` with the line's number."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            said = Line.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(("line " + str(number), *(str(part) for part in first["loc"])))
            raise OpinionError(place, first["msg"]) from error
        yield Example(
            said.text,
            said.product or "",
            said.category,
            said.source,
            said.accepted,
            said.team,
            said.kind or "",
            said.weight,
        )


def shipped_examples() -> Iterator[Example]:
    """The examples that come with the package."""
    with (files("dispatch") / "opinion" / "examples.jsonl").open("rb") as lines:
        yield from read_examples(lines)


def example_line(example: Example) -> bytes:
    """The example as `read_examples` reads it."""
    value: dict[str, object] = {
        "product": example.product,
        "text": example.text,
        "category": example.category,
        "source": example.source,
    }
    if example.accepted:
        value["accepted"] = sorted(example.accepted)
    if example.team is not None:
        value["team"] = example.team
    if example.kind:
        value["kind"] = example.kind
    if example.weight != 1:
        value["weight"] = example.weight
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
