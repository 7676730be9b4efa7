"""Files of cases, read back as a spreadsheet would."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dispatch.adapters.case_files import BYTE_ORDER_MARK, FORMULA_STARTS, CaseWorkbook, csv_piece, harmless
from dispatch.domain.figures.case_cells import COLUMNS, Cell
from dispatch.entrypoints.http.export_headers import headers
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2026, 3, 2, 2, 0, 0, 400_000, tzinfo=UTC)
LOCAL = MOMENT.astimezone(SHANGHAI).replace(tzinfo=None)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def read_xlsx(rows: Sequence[Sequence[Cell]], columns: Sequence[str]) -> list[tuple[object, ...]]:
    book = CaseWorkbook("服务单", columns, SHANGHAI)
    book.append(rows)
    with book.save() as file:
        sheet = load_workbook(file)["服务单"]
        return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_csv_for_spreadsheets() -> None:
    first = csv_piece([["编号", "a,b"]], SHANGHAI, first=True)
    second = csv_piece([['say "x"', "two\nlines"], [1.5, MOMENT], [None, -3]], SHANGHAI)
    assert first.startswith(b"\xef\xbb\xbf")
    assert first.endswith(b"\r\n")
    assert read_csv((first + second).removeprefix(BYTE_ORDER_MARK.encode())) == [
        ["编号", "a,b"],
        ['say "x"', "two\nlines"],
        ["1.5", "2026-03-02T10:00:00+08:00"],
        ["", "-3"],
    ]


@given(TEXTS)
def test_no_text_is_a_formula_and_none_is_lost(text: str) -> None:
    ((read,),) = read_csv(csv_piece([[f"x{text}"]], SHANGHAI)) if text else [["x"]]
    assert read == f"x{text}".translate({code: None for code in range(32) if chr(code) not in "\t\n\r"})
    assert not harmless(text).startswith(FORMULA_STARTS)
    assert not harmless(text).lstrip().startswith(FORMULA_STARTS)


def test_what_looks_like_a_formula_is_a_text() -> None:
    assert harmless("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert harmless("  +1") == "'  +1"
    assert harmless("＝1+1") == "'＝1+1"
    assert harmless("WH-80") == "WH-80"
    book = CaseWorkbook("s", ["a", "b", "c"], SHANGHAI)
    book.append([["=1+1", "#N/A", "bell\x07"]])
    with book.save() as file:
        row = next(iter(load_workbook(file)["s"].iter_rows(min_row=2)))
        assert [(cell.value, cell.data_type) for cell in row] == [("=1+1", "s"), ("#N/A", "s"), ("bell", "s")]


def test_xlsx_keeps_types() -> None:
    rows = read_xlsx([["格力", 3, 0.25, MOMENT, None], ["=x", -1, 2.0, None, "z"]], ["a", "b", "c", "d", "e"])
    assert rows == [
        ("a", "b", "c", "d", "e"),
        ("格力", 3, 0.25, LOCAL, None),
        ("=x", -1, 2.0, None, "z"),
    ]


def test_a_workbook_that_nobody_wants_leaves_nothing() -> None:
    book = CaseWorkbook("s", ["a"], SHANGHAI)
    book.append([["x"]])
    book.discard()


def test_every_column_has_a_head_in_both_languages() -> None:
    chinese, english = headers("zh", "Asia/Shanghai"), headers("en", "Asia/Shanghai")
    assert len(chinese) == len(english) == len(COLUMNS) == len(set(chinese)) == len(set(english))
    assert chinese[0] == "服务单号"
    assert english[COLUMNS.index("opened_at")] == "Opened at (Asia/Shanghai)"
    assert english[COLUMNS.index("02A_limit_hours")] == "Step 02A limit (h)"
