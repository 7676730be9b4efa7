"""Cases as a file, one row each: CSV (RFC 4180) piece by piece, XLSX row by row into a temporary file."""

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import IO, Final, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dispatch.domain.figures.case_cells import Cell

BYTE_ORDER_MARK: Final = "\ufeff"
"""Spreadsheets take a CSV without it for a text in the machine's own encoding."""
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDTH: Final = 20


def csv_piece(rows: Iterable[Sequence[Cell]], zone: tzinfo, *, first: bool = False) -> bytes:
    """Rows in UTF-8, the first piece with the byte order mark. Instants in ISO 8601 with the offset of `zone`."""
    text = io.StringIO(newline="")
    if first:
        text.write(BYTE_ORDER_MARK)
    csv.writer(text, lineterminator="\r\n").writerows([_csv_cell(cell, zone) for cell in row] for row in rows)
    return text.getvalue().encode()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like it gets an apostrophe before it."""
    clean: str = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean.startswith(FORMULA_STARTS) or clean.lstrip().startswith(FORMULA_STARTS) else clean


class CaseWorkbook:
    """A workbook of one sheet that grows row by row; only what is being written is in memory."""

    def __init__(self, title: str, headers: Sequence[str], zone: tzinfo) -> None:
        self._zone = zone
        self._book = Workbook(write_only=True)
        sheet = self._sheet = cast("Worksheet", self._book.create_sheet(title))
        sheet.freeze_panes = "B2"
        for number in range(1, len(headers) + 1):
            sheet.column_dimensions[get_column_letter(number)].width = WIDTH
        bold = Font(bold=True)
        cells = [WriteOnlyCell(sheet, header) for header in headers]
        for cell in cells:
            cell.font = bold
        sheet.append(cells)

    def append(self, rows: Iterable[Sequence[Cell]]) -> None:
        """More rows. Instants are dates in the workbook's time zone, since spreadsheets know none."""
        for row in rows:
            self._sheet.append([self._cell(cell) for cell in row])

    def save(self) -> IO[bytes]:
        """The finished file, at its beginning; it goes away when it is closed."""
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
        self._book.save(file)
        file.seek(0)
        return file

    def discard(self) -> None:
        """Leaves nothing behind of a workbook that nobody wants; only saving removes the rows written so far."""
        self.save().close()

    def _cell(self, cell: Cell) -> object:
        if isinstance(cell, datetime):
            return cell.astimezone(self._zone).replace(tzinfo=None)
        if not isinstance(cell, str):
            return cell
        clean = ILLEGAL_CHARACTERS_RE.sub("", cell)
        if not clean.startswith("=") and clean not in ERROR_CODES:
            return clean
        text = WriteOnlyCell(self._sheet, clean)
        text.data_type = "s"
        return text


def _csv_cell(cell: Cell, zone: tzinfo) -> str | int | float:
    if isinstance(cell, datetime):
        return cell.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(cell, str):
        return harmless(cell)
    return "" if cell is None else cell
