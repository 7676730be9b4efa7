"""F-54 as a workbook, read by nothing but the format's own rules (ECMA-376): what any other program finds in it."""

from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from dispatch.domain.words import BOXES, Language
from dispatch.forms.workbook import f54_workbook

from tests.unit.dispatch.forms.sheets import texts
from tests.unit.dispatch.forms.test_workbook import corrected

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def parsed(part: str, package: ZipFile) -> ElementTree.Element:
    return ElementTree.fromstring(package.read(part))  # noqa: S314 - a file of our own making


def written(part: str, package: ZipFile) -> list[str]:
    """The text of every cell of a worksheet that holds one, row by row; texts stand in the cells themselves."""
    found: list[str] = []
    for cell in parsed(part, package).iter(f"{MAIN}c"):
        assert cell.find(f"{MAIN}f") is None, "nothing is computed"
        assert cell.get("t") != "s", "no shared texts, so that the file can be written in one go"
        if cell.get("t") == "inlineStr":
            found.append("".join(text.text or "" for text in cell.iter(f"{MAIN}t")))
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_labels_signatures_and_superseded_versions_are_there(language: Language) -> None:
    words = texts(language).words
    with ZipFile(BytesIO(f54_workbook(corrected(), texts(language)))) as package:
        form, record = (written(f"xl/worksheets/sheet{number}.xml", package) for number in (1, 2))
    assert [text for text in form if text in words.boxes.values()] == [words.boxes[box] for box in BOXES]
    assert form.index("second thought") < form.index("first thought")
    assert {"staff:clerk1", "staff:quality1", "staff:quality2", "SO-7", "C-1001"} <= set(form)
    assert [record.count(text) for text in ("first thought", "second thought", "the heater leaks")] == [1, 1, 1]
    assert record.count("staff:quality2") == 2, "who signed, and who superseded"
