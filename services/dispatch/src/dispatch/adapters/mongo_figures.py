"""Cases read for figures and files: in pieces, each worked on in a thread, so that the service goes on answering.

The driver hands the pieces over as they came, and the thread decodes one document after the other: decoding is C code
that lets no other thread run before it is done, which for 500 cases at a stroke are 50 to 90 ms.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar, cast

from bson import decode_iter
from bson.codec_options import CodecOptions
from chassis.mongo import Json, MongoCollection
from chassis.patience import patiently

from dispatch.adapters.figure_rows import case_row
from dispatch.adapters.mongo_assignments import CATEGORY, OPEN, RESOLVED_AT
from dispatch.domain.figures.case_row import CaseRow
from dispatch.domain.figures.errors import WindowTooLarge
from dispatch.domain.figures.window import Window
from dispatch.domain.words import CategoryName, Channel, Grade, Kind

OPENED_AT: Final = "state.opened_at"
PIECE: Final = 200
"""Documents per piece: about half a megabyte, a tenth of a second of work, in a workbook three."""
_AS_STORED: Final[CodecOptions[Json]] = CodecOptions(tz_aware=False)
"""Instants without their zone, UTC: read in a sixth of the time; `case_row` gives it to those that are used."""


class Takes(Protocol):
    """What grows with every piece of cases."""

    def take(self, rows: Sequence[CaseRow]) -> None:
        """More cases."""
        ...


M = TypeVar("M", bound=Takes)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Only cases with all the given properties; the category is the one that holds."""

    team: str | None = None
    category: CategoryName | None = None
    grade: Grade | None = None
    channel: Channel | None = None
    kind: Kind | None = None


def within(window: Window, wanted: CaseFilter) -> Json:
    """Cases opened in the window, or those that stand resolved since a moment in it."""
    if window.by == "opened":
        return {OPENED_AT: {"$gte": window.since, "$lt": window.until}, **_properties(wanted)}
    latest = {"$last": f"${RESOLVED_AT}"}
    return {
        RESOLVED_AT: {"$gte": window.since},
        "state.status": {"$in": ["resolved", "closed"]},
        "$expr": {"$and": [{"$gte": [latest, window.since]}, {"$lt": [latest, window.until]}]},
        **_properties(wanted),
    }


def open_now(wanted: CaseFilter) -> Json:
    """Cases that still have work to be done."""
    return {**OPEN, **_properties(wanted)}


def _properties(wanted: CaseFilter) -> Json:
    given: dict[str, object] = {
        "state.team": wanted.team,
        CATEGORY: wanted.category,
        "state.case.customer_grade": wanted.grade,
        "state.case.channel": wanted.channel,
        "state.case.kind": wanted.kind,
    }
    return {field: value for field, value in given.items() if value is not None}


class MongoFigures:
    """Reads the assignments; at most `at_once` computations go on in this process, others wait their turn."""

    def __init__(self, assignments: MongoCollection, *, most: int, patience: float, at_once: int = 2) -> None:
        self._assignments = assignments
        self._most = most
        self._patience = patience
        self._turns = asyncio.Semaphore(at_once)

    async def measure(self, match: Json, begin: Callable[[], M], fields: Mapping[str, int]) -> M:
        """What `begin` made, after it took every case that matches; after an outage it begins anew.

        The cases know of themselves what `fields` asks for.
        Raises `WindowTooLarge`, `StorageUnavailable`, and whatever the taking raises.
        """
        async with self._turns:
            return await patiently(lambda: self._measure(match, begin(), fields), self._patience)

    async def _measure(self, match: Json, measuring: M, fields: Mapping[str, int]) -> M:
        seen = 0
        async with aclosing(self.pieces(match, fields)) as pieces:
            async for piece in pieces:
                seen += await asyncio.to_thread(_work, piece, measuring)
                if seen > self._most:
                    raise WindowTooLarge(limit=str(self._most))
        return measuring

    async def pieces(
        self, match: Json, projection: Mapping[str, int], sort: Sequence[tuple[str, int]] = ()
    ) -> AsyncGenerator[bytes, None]:
        """What matches, some hundred documents at a time, for `documents`; close it to end early."""
        order = list(sort) or None
        cursor = self._assignments.find_raw_batches(match, projection, batch_size=PIECE, sort=order)
        try:
            async for piece in cursor:
                yield cast("bytes", piece)
        finally:
            await cursor.close()


def documents(piece: bytes) -> Iterator[Json]:
    """The documents of a piece, each decoded when it is asked for."""
    return decode_iter(piece, _AS_STORED)


def _work(piece: bytes, measuring: Takes) -> int:
    """How many cases there were."""
    rows = [case_row(raw) for raw in documents(piece)]
    measuring.take(rows)
    return len(rows)
