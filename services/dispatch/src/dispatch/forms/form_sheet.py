"""The form F-54 on a worksheet, laid out for A4: what it looks like on paper, with superseded versions struck."""

from unicodedata import east_asian_width

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from dispatch.forms.cells import fit_to_width, put_moment, put_number, put_text, set_widths
from dispatch.forms.sheet import Box, Sheet, Signed
from dispatch.forms.texts import Texts

_WIDTHS = [16.0, 30.0, 18.0, 26.0]
_LAST = len(_WIDTHS)
_LINE_POINTS = 15.0
_ROW_MAX_POINTS = 400.0
"""A row is never higher than 409 points: a longer text lies over several merged rows."""
_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE = PatternFill("solid", fgColor="F4F4F1")
_GREY = "666666"
_MARK = {True: "☑", False: "☐"}


def draw_form(into: Worksheet, sheet: Sheet, texts: Texts) -> None:
    """Title, the fields of the head, five boxes each with its signature and what stood before."""
    set_widths(into, _WIDTHS)
    title = put_text(into, 1, 1, texts.label("title"))
    title.font, title.alignment = Font(bold=True, size=16), Alignment(horizontal="center")
    into.merge_cells(start_row=1, end_row=1, start_column=1, end_column=_LAST)
    into.row_dimensions[1].height = 26
    _field(into, 2, 1, texts.label("number"), sheet.number)
    _field(into, 2, 3, texts.label("record_version"), "")
    put_number(into, 2, 4, sheet.version)
    _field(into, 3, 1, texts.label("customer_name"), sheet.customer_name)
    _field(into, 3, 3, texts.label("customer_code"), sheet.customer_code or "")
    _field(into, 4, 1, texts.label("order_number"), sheet.order_number or "")
    put_text(into, 4, 3, f"{_MARK[sheet.order_number is None]} {texts.label('no_order')}")
    _merge(into, 4, 4, 3, _LAST)
    for row in (2, 3, 4):
        into.row_dimensions[row].height = _height(into, row)
    row = 5
    for box in sheet.boxes:
        row = _box(into, row, box, texts)
    put_text(into, row, 1, texts.times()).font = Font(color=_GREY, size=9)
    _merge(into, row, row, 1, _LAST)
    _frame(into, 2, row - 1)
    into.page_setup.paperSize = into.PAPERSIZE_A4
    fit_to_width(into)
    into.sheet_view.showGridLines = False


def _field(into: Worksheet, row: int, column: int, label: str, value: str) -> None:
    head = put_text(into, row, column, label)
    head.font, head.fill = Font(bold=True), _SHADE
    put_text(into, row, column + 1, value)


def _box(into: Worksheet, row: int, box: Box, texts: Texts) -> int:
    """Draws one box from `row` on; returns the row after it."""
    head = put_text(into, row, 1, texts.words.boxes[box.name])
    head.font, head.fill = Font(bold=True), _SHADE
    if box.standing is None:
        after = _text(into, row, "", Font())
        put_text(into, after, 2, f"{texts.label('signature')}{texts.label('colon')}")
        put_text(into, after, 3, texts.label("unsigned")).font = Font(color=_GREY)
        after += 1
    else:
        after = _version(into, row, box, box.standing, texts)
    for old in box.superseded:
        after = _version(into, after, box, old, texts)
    _merge(into, row, after - 1, 1, 1)
    return after


def _version(into: Worksheet, row: int, box: Box, version: Signed, texts: Texts) -> int:
    old = version.superseded_at is not None
    struck = Font(strike=True, color=_GREY) if old else Font()
    after = _text(into, row, texts.box_text(box.name, version.text, version.outcome), struck, texts.label("cut"))
    who = texts.signer(version.signed_by, version.signed_by_name)
    put_text(into, after, 2, f"{texts.label('signature')}{texts.label('colon')}{who}").font = struck
    put_text(into, after, 3, version.signed_by).font = Font(color=_GREY, size=9)
    put_moment(into, after, 4, version.signed_at, texts.zone).font = struck
    into.row_dimensions[after].height = _height(into, after)
    if old:
        after += 1
        note = put_text(
            into, after, 2, f"{texts.label('superseded')}{texts.label('colon')}{texts.superseded_by(version)}"
        )
        note.font = Font(italic=True, color=_GREY, size=9)
        into.row_dimensions[after].height = _lines(str(note.value), sum(_WIDTHS[1:])) * _LINE_POINTS
        _merge(into, after, after, 2, _LAST)
    return after + 1


def _text(into: Worksheet, row: int, text: str, font: Font, cut: str = "…") -> int:
    put_text(into, row, 2, text, cut=cut).font = font
    points = max(_lines(text, sum(_WIDTHS[1:])), 2) * _LINE_POINTS
    rows = int(-(-points // _ROW_MAX_POINTS))
    for offset in range(rows):
        into.row_dimensions[row + offset].height = points / rows
    _merge(into, row, row + rows - 1, 2, _LAST)
    return row + rows


def _height(into: Worksheet, row: int) -> float:
    """Of a row without merged cells: the height of its highest cell, within the limit."""
    lines = [
        _lines(cell.value, width)
        for cell, width in zip(into[row], _WIDTHS, strict=False)
        if isinstance(cell.value, str)
    ]
    return min(max([1, *lines]) * _LINE_POINTS + 3, _ROW_MAX_POINTS)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; wide characters count twice."""
    return sum(1 + int(_columns(line) // (width - 2)) for line in text.split("\n"))


def _columns(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def _merge(into: Worksheet, first: int, last: int, left: int, right: int) -> None:
    if (first, left) != (last, right):
        into.merge_cells(start_row=first, end_row=last, start_column=left, end_column=right)


def _frame(into: Worksheet, first: int, last: int) -> None:
    for row in into.iter_rows(min_row=first, max_row=last, max_col=_LAST):
        for cell in row:
            cell.border = _FRAME
