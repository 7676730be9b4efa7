"""The page of F-54: the form's fields and boxes, in two languages; strangers' text stays text."""

import base64
import hashlib
from dataclasses import replace

import pytest
from dispatch.domain.words import BOXES, Language
from dispatch.forms.visible import visible
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import at
from tests.unit.dispatch.forms.reading import Read, read, shown
from tests.unit.dispatch.forms.sheets import BIDI, HOSTILE, called, page, sheet, signed, texts


def filled(text: str, by: str = "staff:stranger") -> Read:
    """A page with the same text in every place that strangers fill."""
    state = called(text, text, text, text)
    for box in BOXES:
        state = signed(signed(state, box, text, by), box, text, by)
    return shown(sheet(state))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_form(language: Language) -> None:
    given_page = shown(sheet(called("Pump Works", "C-1001", "SO-7")), language)
    words = texts(language).words
    for label in ("title", "code", "customer_name", "customer_code", "order_number", "no_order"):
        assert words.form[label] in given_page.texts
    assert [text for text in given_page.texts if text in words.boxes.values()] == [words.boxes[box] for box in BOXES]
    assert {"Pump Works", "C-1001", "SO-7", "2603-000017-4"} <= set(given_page.texts)
    assert ("html", (("lang", {"zh": "zh-CN", "en": "en"}[language]),)) in given_page.elements


@pytest.mark.parametrize(("order", "classes"), [(None, "check checked"), ("SO-7", "check")])
def test_no_order_is_ticked_when_there_is_none(order: str | None, classes: str) -> None:
    assert ("span", (("class", classes),)) in shown(sheet(called("Pump Works", order=order))).elements


def test_a_signature_shows_who_and_when_on_the_wall_clock_of_the_policy() -> None:
    given_page = shown(sheet(signed(called("Pump Works"), "cause", "worn seal", "staff:quality1", at(60))))
    assert {"worn seal", "唐锐", "staff:quality1", "2026-03-02 10:01"} <= set(given_page.texts)
    assert ("time", (("datetime", "2026-03-02T02:01:00.000+00:00"),)) in given_page.elements


def test_what_was_superseded_is_struck_with_who_superseded_it() -> None:
    state = signed(called("Pump Works"), "cause", "first thought", "staff:quality1", at(60))
    state = signed(replace(state, round=2), "cause", "second thought", "staff:quality2", at(120))
    given_page = shown(sheet(state))
    assert given_page.struck == ["first thought", "唐锐"]
    assert "由 何静 于 2026-03-02 10:02 取代" in given_page.texts
    assert "second thought" in given_page.texts
    assert "superseded by 何静 at 2026-03-02 10:02" in shown(sheet(state), "en").texts


def test_a_box_that_nobody_signed_has_room_for_a_pen() -> None:
    unsigned = [given for name, given in shown(sheet(called("Pump Works"))).elements if given == (("class", "blank"),)]
    assert len(unsigned) == 3


@pytest.mark.parametrize("text", HOSTILE)
def test_strangers_text_stays_text(text: str) -> None:
    hostile = filled(text)
    assert hostile.shape == filled("harmless").shape
    assert hostile.style == filled("harmless").style
    assert [found.strip() for found in hostile.texts].count(visible(text).strip()) >= 4 + 2 * len(BOXES)


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=20))
def test_no_text_and_no_signer_changes_the_page_around_it(text: str, by: str) -> None:
    harmless = filled("harmless", "staff:someone")
    assert filled(f"x{text}", f"staff:{by}").shape == harmless.shape


def test_direction_controls_cannot_reorder_the_form() -> None:
    state = signed(called(BIDI, BIDI, BIDI), "cause", BIDI, f"staff:{BIDI}")
    html = page().render(sheet(state), texts())
    assert "\u202e" not in html
    assert html.count("[U+202E]gnp.exe") >= 5


def test_very_long_text_is_there_whole() -> None:
    state = signed(called("W" * 200), "cause", "字" * 4_000)
    state = signed(state, "measure", "line\n" * 800)
    given_page = shown(sheet(state))
    assert "字" * 4_000 in given_page.texts
    assert "W" * 200 in given_page.texts


def test_the_page_needs_nothing_from_elsewhere() -> None:
    html = page().render(sheet(called("Pump Works")), texts())
    given_page = read(html)
    names = {attribute for _, attributes in given_page.elements for attribute, _ in attributes}
    assert names.isdisjoint({"src", "href", "style", "srcset", "action"})
    assert {name for name, _ in given_page.elements}.isdisjoint({"script", "link", "img", "iframe", "form"})
    assert "url(" not in given_page.style
    assert "@import" not in given_page.style
    assert "://" not in html


def test_the_style_of_the_page_is_the_only_one_that_its_policy_permits() -> None:
    style = shown(sheet(called("Pump Works"))).style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page().security_policy
    assert page().security_policy.startswith("default-src 'none'")
    assert "size: A4" in style
