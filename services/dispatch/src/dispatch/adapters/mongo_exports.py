"""Files of cases out of the database, in the order of their opening."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import IO

from chassis.mongo import Json, MongoCollection
from chassis.patience import patiently
from worktime import Calendar

from dispatch.adapters.case_files import CaseWorkbook, csv_piece
from dispatch.adapters.figure_fields import LINE_PROJECTION
from dispatch.adapters.figure_rows import case_head, case_row
from dispatch.adapters.mongo_figures import OPENED_AT, MongoFigures, documents
from dispatch.adapters.threads import in_thread
from dispatch.domain.figures.case_cells import Cell, case_cells
from dispatch.domain.figures.errors import ExportTooLarge

ORDER = ((OPENED_AT, 1), ("_id", 1))


class MongoExports:
    """Reads piece by piece; rows are made in a thread. Workbooks are made one after the other."""

    def __init__(
        self, assignments: MongoCollection, figures: MongoFigures, calendar: Calendar, patience: float
    ) -> None:
        self._assignments = assignments
        self._figures = figures
        self._calendar = calendar
        self._patience = patience
        self._workbooks = asyncio.Semaphore(1)

    async def require_at_most(self, match: Json, most: int) -> None:
        """Raises `ExportTooLarge`, `StorageUnavailable`."""
        found = await patiently(lambda: self._assignments.count_documents(match, limit=most + 1), self._patience)
        if found > most:
            raise ExportTooLarge(limit=str(most))

    async def csv(self, match: Json, headers: Sequence[str], now: datetime) -> AsyncGenerator[bytes, None]:
        """The file in pieces, the header first; an outage on the way breaks it off."""
        yield csv_piece([headers], self._calendar.zone, first=True)
        async with aclosing(self._figures.pieces(match, LINE_PROJECTION, ORDER)) as pieces:
            async for piece in pieces:
                yield await asyncio.to_thread(self._csv_piece, piece, now)

    async def workbook(self, match: Json, title: str, headers: Sequence[str], now: datetime) -> IO[bytes]:
        """The finished file, at its beginning. Raises `StorageUnavailable`."""
        async with self._workbooks:
            return await patiently(lambda: self._workbook(match, title, headers, now), self._patience)

    async def _workbook(self, match: Json, title: str, headers: Sequence[str], now: datetime) -> IO[bytes]:
        book = CaseWorkbook(title, headers, self._calendar.zone)
        try:
            async with aclosing(self._figures.pieces(match, LINE_PROJECTION, ORDER)) as pieces:
                async for piece in pieces:
                    await in_thread(self._append, book, piece, now)
        except BaseException:
            await in_thread(book.discard)
            raise
        return await asyncio.to_thread(book.save)

    def _csv_piece(self, piece: bytes, now: datetime) -> bytes:
        return csv_piece(self._rows(piece, now), self._calendar.zone)

    def _append(self, book: CaseWorkbook, piece: bytes, now: datetime) -> None:
        book.append(self._rows(piece, now))

    def _rows(self, piece: bytes, now: datetime) -> list[tuple[Cell, ...]]:
        return [case_cells(case_head(raw), case_row(raw), self._calendar, now) for raw in documents(piece)]
