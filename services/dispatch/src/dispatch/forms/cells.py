"""Cells of a workbook that holds strangers' text: typed, and never a formula."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dispatch.forms.visible import visible

CELL_MAX = 32_767
"""Characters of one cell, by the format (ECMA-376; Excel's limit)."""
MINUTE = "yyyy-mm-dd hh:mm"
_TEMPTING = ("=", "+", "-", "@", "\t", "\n", "#")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Sheet programs read `_x202E_` as that character (ECMA-376, ST_Xstring)."""
TOP = Alignment(vertical="top", wrap_text=True)


def put_text(sheet: Worksheet, row: int, column: int, text: str, *, cut: str = "…") -> Cell:
    """A text cell, whatever the text begins with; a sheet program shows it and never computes it.

    A text beyond the format's limit ends in `cut`.
    """
    cell = _cell(sheet, row, column)
    shown = _ESCAPE_LIKE.sub("_x005F_", visible(text))
    cell.value = shown if len(shown) <= CELL_MAX else shown[: CELL_MAX - len(cut)] + cut
    cell.data_type = "s"
    if shown.startswith(_TEMPTING):
        cell.quotePrefix = True
    cell.alignment = TOP
    return cell


def put_moment(sheet: Worksheet, row: int, column: int, at: datetime | None, zone: ZoneInfo) -> Cell:
    """A moment as the zone's wall clock tells it: the format has no zones, so the sheet must name it."""
    cell = _cell(sheet, row, column)
    if at is not None:
        cell.value = at.astimezone(zone).replace(tzinfo=None)
    cell.number_format = MINUTE
    cell.alignment = Alignment(vertical="top", horizontal="left")
    return cell


def put_number(sheet: Worksheet, row: int, column: int, number: int) -> Cell:
    """A whole number."""
    cell = _cell(sheet, row, column)
    cell.value = number
    cell.alignment = Alignment(vertical="top", horizontal="left")
    return cell


def put_header(sheet: Worksheet, row: int, labels: list[str]) -> None:
    """A row of column names."""
    for column, label in enumerate(labels, start=1):
        put_text(sheet, row, column, label).font = Font(bold=True)


def set_widths(sheet: Worksheet, widths: list[float]) -> None:
    """Widths of the first columns, in characters."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def fit_to_width(sheet: Worksheet) -> None:
    """Printed as wide as the paper and as long as it takes."""
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} lies inside merged cells")
    return cell
