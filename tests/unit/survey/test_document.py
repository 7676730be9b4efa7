"""States survive their documents, and the domain's words are the wire's."""

from typing import get_args

from chassis.codec import StateCodec
from contracts import vocabulary as wire
from survey.domain import asking, improving, vocabulary
from survey.domain.follow_up import FollowUp
from survey.domain.improvement import Improvement

from tests.unit.survey import surveys


def test_follow_ups_come_back_unchanged() -> None:
    codec = StateCodec(FollowUp)
    tried = asking.attempt(surveys.scheduled(), surveys.unreached())[0]
    for state in (*surveys.follow_ups().values(), surveys.forestalled(), tried):
        assert codec.decode(codec.encode(state)) == state


def test_improvements_come_back_unchanged() -> None:
    codec = StateCodec(Improvement)
    late = improving.escalate(surveys.opened(), 1, surveys.NOW)[0]
    for state in (*surveys.improvements().values(), late):
        assert codec.decode(codec.encode(state)) == state


def test_the_words_are_the_contracts_words() -> None:
    assert get_args(vocabulary.Satisfaction) == get_args(wire.Satisfaction)
    assert get_args(vocabulary.Method) == get_args(wire.FollowUpMethod)
    assert get_args(vocabulary.Verdict) == get_args(wire.Verdict)
    assert get_args(vocabulary.Language) == get_args(wire.Language)
