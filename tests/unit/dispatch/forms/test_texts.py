"""The words of the form, and what of a box is translated."""

from dataclasses import replace
from itertools import product
from typing import get_args

import pytest
from dispatch.domain.assignment import ReturnNote
from dispatch.domain.classified import Classification
from dispatch.domain.opening import class_box
from dispatch.domain.returns.reply import measure_text
from dispatch.domain.words import BOXES, CategoryName, Language, LevelName
from dispatch.forms.visible import visible
from dispatch.forms.words import LANGUAGES, shipped_words
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import OPENED, policy
from tests.unit.dispatch.flow import assigned
from tests.unit.dispatch.forms.sheets import sheet, signed, texts

PRINTED = {
    "客户投诉处理跟踪表",
    "客户名称",
    "客户代码",
    "投诉订单",
    "无订单，其他投诉",
    "客户投诉描述",
    "投诉分类",
    "责任模块回复原因",
    "改善对策",
    "改善效果反馈",
    "签字",
}
"""Every word that table 2-54 prints."""


def test_every_printed_word_of_the_form_is_there() -> None:
    words = shipped_words()["zh"]
    assert {*words.form.values(), *words.boxes.values()} >= PRINTED
    assert [words.boxes[box] for box in BOXES] == [
        "客户投诉描述",
        "投诉分类",
        "责任模块回复原因",
        "改善对策",
        "改善效果反馈",
    ]


def test_both_languages_have_the_same_words() -> None:
    chinese, english = (shipped_words()[language] for language in ("zh", "en"))
    assert set(chinese.form) == set(english.form)
    assert set(chinese.signers) == set(english.signers)
    assert set(chinese.verdicts) == set(english.verdicts)
    for words in (chinese, english):
        assert set(words.boxes) == set(BOXES)
        assert set(words.categories) == set(get_args(CategoryName))
        assert set(words.levels) == set(get_args(LevelName))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_class_that_was_signed_is_read_in_the_readers_words(language: Language) -> None:
    words, teams = shipped_words()[language], policy().teams
    for category, severity, team in product(get_args(CategoryName), get_args(LevelName), [*teams, "nobody"]):
        box = class_box(Classification(category, severity, "low", team, "staff:clerk1", OPENED), 1)
        shown = texts(language).box_text("classification", box.text)
        assert shown.startswith(words.categories[category])
        assert words.levels[severity] in shown
        assert shown.endswith(teams[team].names[language] if team in teams else "nobody")


def test_a_class_in_other_words_is_shown_as_it_was_signed() -> None:
    assert texts().box_text("classification", "it is the seal") == "it is the seal"


@pytest.mark.parametrize(
    ("signed", "zh", "en"),
    [
        ("satisfied", "满意", "Satisfied"),
        ("not satisfied: still: leaks", "不满意：still: leaks", "Not satisfied: still: leaks"),
        ("not reached", "未能联系到客户", "Customer not reached"),
        ("quick: work", "quick: work", "quick: work"),
    ],
)
def test_a_verdict_is_translated_and_the_customers_words_are_not(signed: str, zh: str, en: str) -> None:
    assert (texts("zh").box_text("feedback", signed), texts("en").box_text("feedback", signed)) == (zh, en)


@pytest.mark.parametrize(
    ("outcome", "zh", "en"),
    [
        ("exchanged", "换货：new one: sent", "Exchanged: new one: sent"),
        ("refunded", "退款：new one: sent", "Refunded: new one: sent"),
        ("sent_back", "原物退回客户：new one: sent", "Sent back to the customer: new one: sent"),
        ("refused", "退货申请未获批准：new one: sent", "Return refused: new one: sent"),
    ],
)
def test_the_end_of_a_return_is_translated(outcome: str, zh: str, en: str) -> None:
    state = assigned()
    note = ReturnNote(f"{state.case.id}:1", 1, outcome)
    ended = replace(signed(state, "measure", measure_text(outcome, "new one: sent")), returns=(note,))
    standing = sheet(ended).boxes[3].standing
    assert standing is not None
    assert standing.outcome == outcome
    shown = [texts(language).box_text("measure", standing.text, standing.outcome) for language in LANGUAGES]
    assert shown == [zh, en]


def test_a_measure_that_only_reads_like_the_end_of_a_return_is_a_persons_own() -> None:
    standing = sheet(signed(assigned(), "measure", "exchanged: the seal")).boxes[3].standing
    assert standing is not None
    assert standing.outcome is None
    assert texts("zh").box_text("measure", standing.text, standing.outcome) == "exchanged: the seal"


@pytest.mark.parametrize("box", ["description", "cause", "measure"])
def test_peoples_own_words_are_never_translated(box: str) -> None:
    name = next(name for name in BOXES if name == box)
    assert texts().box_text(name, "satisfied: {verdict}") == "satisfied: {verdict}"


@pytest.mark.parametrize(
    ("address", "name", "zh", "en"),
    [
        ("staff:clerk1", "李禾", "李禾", "李禾"),
        ("staff:gone", None, "gone", "gone"),
        ("client:crm", None, "系统接口 crm", "Machine client crm"),
        ("ruleset:default", None, "分类规则 default", "Ruleset default"),
        ("dispatch", None, "系统（派单服务）", "System (dispatch)"),
        ("customer:C-1", None, "客户 C-1", "Customer C-1"),
        ("survey", None, "survey", "survey"),
    ],
)
def test_who_signed(address: str, name: str | None, zh: str, en: str) -> None:
    assert (texts("zh").signer(address, name), texts("en").signer(address, name)) == (zh, en)


def test_times_are_those_of_the_policys_zone() -> None:
    assert texts().local(OPENED) == "2026-03-02 10:00"
    assert texts("en").times() == "Times are those of Asia/Shanghai"


@given(st.text())
def test_nothing_hidden_is_left_and_nothing_else_changes(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable() or not any(code in shown for code in "\x00\x1b\u202e\u2066\u200f\ufeff\uffff")
    plain = "".join(letter for letter in text if letter.isalnum())
    assert plain == "".join(letter for letter in shown if letter.isalnum()) or "[U+" in shown
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("a\x00b\x1bc", "a[U+0000]b[U+001B]c"),
        ("\ufffe\uffff\ud800", "[U+FFFE][U+FFFF][U+D800]"),
        ("مرحبا 你好 👍", "مرحبا 你好 👍"),
    ],
)
def test_hidden_characters_are_told_by_number(text: str, shown: str) -> None:
    assert visible(text) == shown
