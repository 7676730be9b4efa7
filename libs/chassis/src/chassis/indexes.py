"""Indexes of a store: fields in order, or with a name to hint at and only the documents that a condition holds for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from chassis.mongo import MongoCollection

Fields: TypeAlias = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Index:
    """`name` is what queries hint at; another definition needs another name. `only` is the partial filter."""

    name: str
    fields: Fields
    only: Mapping[str, object] | None = None


def fields_of(index: Index | Fields) -> Fields:
    """What it sorts by, in order."""
    return index.fields if isinstance(index, Index) else index


async def ensure_index(collection: MongoCollection, index: Index | Fields) -> None:
    """Create it unless it is there; safe to repeat and to race."""
    if not isinstance(index, Index):
        await collection.create_index(list(index))
    elif index.only is None:
        await collection.create_index(list(index.fields), name=index.name)
    else:
        partial = dict(index.only)
        await collection.create_index(list(index.fields), name=index.name, partialFilterExpression=partial)
