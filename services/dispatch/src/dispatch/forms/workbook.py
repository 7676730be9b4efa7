"""The sheet as a workbook (XLSX): the form itself, and every signature as a row to filter and sort."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dispatch.forms.cells import fit_to_width, put_header, put_moment, put_number, put_text, set_widths
from dispatch.forms.form_sheet import draw_form
from dispatch.forms.sheet import Box, Sheet, Signed
from dispatch.forms.texts import Texts
from dispatch.forms.visible import visible

_SIGNATURES = (
    "box",
    "version_number",
    "state",
    "round_number",
    "text",
    "signer",
    "signer_address",
    "signed_at",
    "superseder",
    "superseder_address",
    "superseded_at",
)
_WIDTHS = [22.0, 8.0, 12.0, 8.0, 60.0, 18.0, 22.0, 18.0, 18.0, 22.0, 18.0]


def f54_workbook(sheet: Sheet, texts: Texts) -> bytes:
    """The file. Two worksheets: the form to print, and all versions of all boxes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    form = book.create_sheet(texts.label("code"))
    draw_form(form, sheet, texts)
    _list_signatures(book.create_sheet(texts.label("summary")), sheet, texts)
    book.properties.title = visible(f"{texts.label('code')} {sheet.number}")
    book.properties.creator = ""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _list_signatures(into: Worksheet, sheet: Sheet, texts: Texts) -> None:
    put_text(into, 1, 1, texts.times())
    put_header(into, 2, [texts.label(name) for name in _SIGNATURES])
    row = 3
    for box in sheet.boxes:
        for number, version in enumerate(box.versions, start=1):
            _list_one(into, row, box, number, version, texts)
            row += 1
    into.freeze_panes = "A3"
    into.auto_filter.ref = f"A2:K{max(row - 1, 2)}"
    set_widths(into, _WIDTHS)
    into.page_setup.orientation = "landscape"
    fit_to_width(into)


def _list_one(into: Worksheet, row: int, box: Box, number: int, version: Signed, texts: Texts) -> None:
    standing = version.superseded_at is None
    put_text(into, row, 1, texts.words.boxes[box.name])
    put_number(into, row, 2, number)
    put_text(into, row, 3, texts.label("standing" if standing else "superseded"))
    put_number(into, row, 4, version.round)
    put_text(into, row, 5, texts.box_text(box.name, version.text, version.outcome), cut=texts.label("cut"))
    put_text(into, row, 6, texts.signer(version.signed_by, version.signed_by_name))
    put_text(into, row, 7, version.signed_by)
    put_moment(into, row, 8, version.signed_at, texts.zone)
    if not standing:
        put_text(into, row, 9, texts.signer(version.superseded_by, version.superseded_by_name))
        put_text(into, row, 10, version.superseded_by or "")
        put_moment(into, row, 11, version.superseded_at, texts.zone)
