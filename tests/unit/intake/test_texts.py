"""Every code, event and status has its words in both languages, and the customer sees nothing internal."""

import string
from typing import get_args

import pytest
from contracts.vocabulary import CaseStatus
from intake.domain.case import Entry, Status
from intake.domain.errors import CaseError
from intake.entrypoints.http.problems import PROBLEMS
from intake.entrypoints.http.texts import ENTRIES, STAGES, STATUSES, say
from intake.entrypoints.http.views import timeline_view, tracking_view
from intake.subscriptions import EVENTS

from tests.support.builders import ARRIVED
from tests.unit.intake.cases import case

OWN = {"case.opened", "case.amended", "case.withdrawn", "case.reopened", "case.closed"}


def test_every_refusal_has_its_text_and_no_text_is_idle() -> None:
    assert set(PROBLEMS) == {kind.code for kind in CaseError.__subclasses__()}


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_refusal_reads_alike_in_both_languages(code: str) -> None:
    text = PROBLEMS[code]
    assert text.status in (409, 422)
    assert any("\u4e00" <= character <= "\u9fff" for character in text.zh)
    assert text.en.isascii()
    zh, en = ({name for _, name, _, _ in string.Formatter().parse(each) if name} for each in (text.zh, text.en))
    assert zh == en


def test_every_line_of_a_timeline_has_its_text() -> None:
    assert {event.TYPE for event in EVENTS} | OWN == set(ENTRIES)


def test_every_status_has_its_text_and_stage() -> None:
    assert set(get_args(Status)) == set(get_args(CaseStatus)) == set(STATUSES) == set(STAGES)


@pytest.mark.parametrize("texts", [ENTRIES, STATUSES])
def test_chinese_is_chinese_and_english_is_english(texts: dict[str, tuple[str, str]]) -> None:
    for zh, en in texts.values():
        assert any("\u4e00" <= character <= "\u9fff" for character in zh)
        assert en.isascii()


def test_a_word_without_a_text_says_itself() -> None:
    assert say(ENTRIES, "case.unheard_of", "en") == "case.unheard_of"


def test_the_customer_sees_public_lines_without_names() -> None:
    secret = {"responsible": "staff:wang", "technician": "staff:zhao", "note": "lies", "by": "x", "text": "told"}
    timeline = (
        Entry("task.communicated", ARRIVED, 1, public=True, by="staff:li", details=secret),
        Entry("task.escalated", ARRIVED, 1, public=False, by="staff:li", details={"to": "role:sales_director"}),
    )
    seen = tracking_view(case("responded", timeline=timeline), "en")
    assert [(entry.what, entry.by, entry.details) for entry in seen.timeline] == [
        ("task.communicated", None, {"text": "told"})
    ]
    assert "staff:" not in seen.model_dump_json()
    assert len(timeline_view(case(timeline=timeline), "zh").items) == 2
