"""Sheets that the tests of the forms start from."""

from dataclasses import replace
from datetime import datetime
from functools import cache

from dispatch.domain.assignment import Assignment
from dispatch.domain.boxes import SignedBox, sign
from dispatch.domain.words import BoxName, Language
from dispatch.forms.page import F54Page
from dispatch.forms.sheet import Sheet, sheet_of
from dispatch.forms.texts import Texts, texts_of
from dispatch.forms.words import shipped_words

from tests.unit.dispatch.builders import at, policy
from tests.unit.dispatch.flow import assigned

BIDI = "\u202egnp.exe"
"""A right-to-left override, as it is used to make one text look like another."""
HOSTILE = (
    '<script>alert("x")</script>',
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% include 'x' %}",
    "&lt;b&gt; & ' \"",
    f"Invoice {BIDI}",
    '=HYPERLINK("http://evil.example","pay")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "#N/A",
    "\t=1+1",
)


@cache
def page() -> F54Page:
    """The page as it ships."""
    return F54Page()


@cache
def texts(language: Language = "zh") -> Texts:
    """The words of the shipped policy; its zone is Asia/Shanghai."""
    return texts_of(shipped_words()[language], language, policy())


def signed(
    state: Assignment, box: BoxName, text: str, by: str = "staff:quality1", when: datetime | None = None
) -> Assignment:
    """The assignment with one more signature."""
    moment = at(len(state.boxes)) if when is None else when
    return replace(state, boxes=sign(state.boxes, SignedBox(box, text, by, moment, state.round)))


def called(name: str, code: str | None = None, order: str | None = None, number: str = "2603-000017-4") -> Assignment:
    """A fresh assignment of a customer: boxes 1 and 2 are signed."""
    state = assigned()
    case = replace(state.case, customer_name=name, customer_code=code, order_number=order, number=number)
    return replace(state, case=case)


def sheet(state: Assignment, version: int = 7) -> Sheet:
    """The sheet with the names of the shipped policy's people."""
    return sheet_of(state, version, policy().people)
