"""F-54 as a workbook, read back: typed cells, text that is never computed, struck versions, every signature."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from dispatch.domain.words import BOXES, Language
from dispatch.forms.cells import CELL_MAX
from dispatch.forms.sheet import Sheet
from dispatch.forms.visible import visible
from dispatch.forms.workbook import f54_workbook
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.effort import examples
from tests.unit.dispatch.builders import at
from tests.unit.dispatch.forms.sheets import HOSTILE, called, sheet, signed, texts


def saved(given_sheet: Sheet, language: Language = "zh") -> Workbook:
    """The workbook as a sheet program opens it."""
    return load_workbook(BytesIO(f54_workbook(given_sheet, texts(language))))


def cells(of: Worksheet) -> list[Cell]:
    """Those that hold something."""
    return [cell for row in of.iter_rows() for cell in row if isinstance(cell, Cell) and cell.value not in (None, "")]


def corrected() -> Sheet:
    """The cause was signed twice."""
    state = signed(called("Pump Works", "C-1001", "SO-7"), "cause", "first thought", "staff:quality1", at(60))
    return sheet(signed(replace(state, round=2), "cause", "second thought", "staff:quality2", at(120)))


def wall(seconds: float) -> datetime:
    """The policy's wall clock, so many seconds after the case was opened."""
    return at(seconds).astimezone(texts().zone).replace(tzinfo=None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_stands_on_the_first_worksheet(language: Language) -> None:
    book = saved(corrected(), language)
    words = texts(language).words
    values = [cell.value for cell in cells(book.worksheets[0])]
    labels = ("title", "customer_name", "customer_code", "order_number")
    assert {words.form[label] for label in labels} <= set(values)
    assert [value for value in values if value in words.boxes.values()] == [words.boxes[box] for box in BOXES]
    assert {"Pump Works", "C-1001", "SO-7", f"☐ {words.form['no_order']}"} <= set(values)
    assert str(book.worksheets[0].page_setup.paperSize) == Worksheet.PAPERSIZE_A4


def test_no_order_is_ticked_when_there_is_none() -> None:
    assert "☑ 无订单，其他投诉" in [cell.value for cell in cells(saved(sheet(called("Pump Works"))).worksheets[0])]


def test_superseded_versions_are_struck_on_the_form_and_tell_who_superseded_them() -> None:
    form = saved(corrected(), "en").worksheets[0]
    struck = [cell.value for cell in cells(form) if cell.font.strike]
    assert struck == ["first thought", "Signature: 唐锐", wall(60)]
    assert "Superseded: superseded by 何静 at 2026-03-02 10:02" in [cell.value for cell in cells(form)]


def test_every_signature_is_a_typed_row() -> None:
    assert wall(60).isoformat() == "2026-03-02T10:01:00"
    rows = [list(row) for row in saved(corrected(), "en").worksheets[1].iter_rows(min_row=3, values_only=True)]
    causes = [row for row in rows if row[0] == "Cause, by the responsible module"]
    first = ["Superseded", 1, "first thought", "唐锐", "staff:quality1", wall(60)]
    assert [row[1:] for row in causes] == [
        [1, *first, "何静", "staff:quality2", wall(120)],
        [2, "In force", 2, "second thought", "何静", "staff:quality2", wall(120), None, None, None],
    ]
    assert len(rows) == 4


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula(text: str) -> None:
    state = called(text, text, text, text)
    for box in BOXES:
        state = signed(signed(state, box, text, f"staff:{text}"), box, text, f"client:{text}")
    file = f54_workbook(sheet(state), texts())
    with ZipFile(BytesIO(file)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert not any("<f>" in part or "<f " in part or 't="e"' in part for part in sheets)
    found = [cell for part in load_workbook(BytesIO(file)).worksheets for cell in cells(part)]
    assert {cell.data_type for cell in found} <= {"s", "n", "d"}
    same = [cell for cell in found if cell.value == visible(text)]
    assert len(same) >= 3 + 4 * len(BOXES)
    if text[0] in "=+-@#\t":
        assert all(cell.quotePrefix for cell in same)


def test_what_looks_like_an_escape_of_the_format_stays_as_it_was_written() -> None:
    state = signed(called("Pump Works"), "cause", "_x202E_x0041_ _x00_")
    values = [cell.value for cell in cells(saved(sheet(state)).worksheets[1])]
    assert "_x005F_x202E_x005F_x0041_ _x00_" in values


@settings(max_examples=examples(30), deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_comes_back_as_it_is_shown(text: str) -> None:
    state = signed(called("Pump Works"), "cause", f"x{text}")
    assert visible(f"x{text}") in [cell.value for cell in cells(saved(sheet(state)).worksheets[1])]


def test_a_long_text_lies_over_rows_that_a_sheet_program_can_show() -> None:
    state = signed(called("W" * 200), "cause", "字" * 4_000)
    form = saved(sheet(state)).worksheets[0]
    (long,) = [cell for cell in cells(form) if cell.value == "字" * 4_000]
    (area,) = [area for area in form.merged_cells.ranges if long.coordinate in area]
    assert area.max_row > area.min_row
    assert all((form.row_dimensions[row].height or 0) < 410 for row in range(1, form.max_row + 1))


def test_a_text_beyond_the_formats_limit_ends_with_a_note() -> None:
    state = signed(called("Pump Works"), "cause", "a" * (CELL_MAX + 1))
    (cut,) = [cell.value for cell in cells(saved(sheet(state)).worksheets[1]) if str(cell.value).startswith("aaa")]
    assert isinstance(cut, str)
    assert len(cut) == CELL_MAX
    assert cut.endswith(texts().label("cut"))
