"""A file of many cases takes no more memory than one of few."""

import asyncio
import gc
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import cast

import pytest
from bson import encode
from chassis.codec import StateCodec
from chassis.mongo import Json, MongoCollection
from dispatch.adapters.figure_fields import LINE_PROJECTION
from dispatch.adapters.mongo_exports import MongoExports
from dispatch.adapters.mongo_figures import MongoFigures
from dispatch.domain.assignment import Assignment
from dispatch.domain.figures.case_cells import COLUMNS

from tests.unit.dispatch import builders as b
from tests.unit.dispatch.figures.rows import OFFICE
from tests.unit.dispatch.figures.stored import projected
from tests.unit.dispatch.flow import resolved

CASE = encode(projected(StateCodec(Assignment).encode(resolved()), LINE_PROJECTION))
PIECE = 20
FEW, MANY = 3, 40
SLACK = 100_000
"""Bytes: half of what the further cases take as lines of CSV, let alone as cells."""


class Pieces:
    """A cursor that makes up what it delivers; what only waits for the collector is gone before the next piece."""

    def __init__(self, count: int) -> None:
        self._left = count

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if not self._left:
            raise StopAsyncIteration
        self._left -= 1
        gc.collect()
        return b"".join([CASE] * PIECE)

    async def close(self) -> None:
        """Nothing to close."""


class Collection:
    """As much of a collection as files read."""

    def __init__(self, pieces: int) -> None:
        self._pieces = pieces

    def find_raw_batches(self, *_: Json, **__: object) -> Pieces:
        """So many pieces, whatever is asked."""
        return Pieces(self._pieces)


def exports(pieces: int) -> MongoExports:
    collection = cast("MongoCollection", Collection(pieces))
    return MongoExports(collection, MongoFigures(collection, most=1, patience=1), OFFICE, 1)


async def csv(pieces: int) -> int:
    """Reads a file and keeps nothing of it; its lines."""
    return sum([block.count(b"\r\n") async for block in exports(pieces).csv({}, COLUMNS, b.at(9))])


async def workbook(pieces: int) -> int:
    """The same."""
    with await exports(pieces).workbook({}, "s", COLUMNS, b.at(9)):
        return pieces * PIECE + 1


@contextmanager
def traced() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()
        gc.unfreeze()


async def peaks(file: Callable[[int], Awaitable[int]]) -> dict[int, int]:
    """Pieces to bytes; the first file also pays for what is made once."""
    found: dict[int, int] = {}
    for pieces in (1, FEW, MANY):
        with traced():
            assert await file(pieces) == pieces * PIECE + 1
            found[pieces] = tracemalloc.get_traced_memory()[1]
    return found


def peaks_alone(file: Callable[[int], Awaitable[int]]) -> dict[int, int]:
    """For a process of its own."""
    return asyncio.run(peaks(file))


@pytest.mark.slow
@pytest.mark.parametrize("file", [csv, workbook])
def test_memory_does_not_grow_with_the_cases(file: Callable[[int], Awaitable[int]]) -> None:
    """In a process of its own: what other tests left running would be counted too."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        found = process.submit(peaks_alone, file).result()
    assert found[MANY] < found[FEW] + SLACK
