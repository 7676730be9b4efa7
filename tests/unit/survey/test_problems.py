"""Every refusal of the domain has a status and a text in both languages that says what its parameters say."""

import re
from string import Formatter

import pytest
from chassis.problems import CHASSIS_PROBLEMS
from survey.domain import errors
from survey.entrypoints.http.problems import PROBLEMS

REFUSALS = errors.SurveyError.__subclasses__()


def test_the_table_is_the_domains() -> None:
    assert {refusal.code for refusal in REFUSALS} == set(PROBLEMS)
    assert not set(PROBLEMS) & set(CHASSIS_PROBLEMS)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_both_texts_use_what_the_error_documents(refusal: type[errors.SurveyError]) -> None:
    text = PROBLEMS[refusal.code]
    documented = set(re.findall(r"`(\w+)`", (refusal.__doc__ or "").partition("Params:")[2]))
    for language in (text.zh, text.en):
        assert {name for _, name, _, _ in Formatter().parse(language) if name} == documented
    assert 400 <= text.status < 500
