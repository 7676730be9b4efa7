"""The improvement's moves, its clocks and the chain of authority."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import get_args

import pytest
from survey.domain import improving
from survey.domain.errors import ImprovementFull, ImprovementMoveForbidden, RemarkMissing
from survey.domain.improvement import Improvement
from survey.domain.improvement_facts import Answered, Opened, Overdue, Verified
from survey.domain.vocabulary import ImprovementMove, ImprovementStatus

from tests.unit.survey import surveys
from tests.unit.survey.surveys import HOUR, NOW

MOVES: Mapping[ImprovementMove, Callable[[Improvement], improving.Decision]] = {
    "answer": lambda state: improving.answer(state, surveys.measure()),
    "verify": lambda state: improving.verify(state, surveys.verdict(True)),
}
LEADS_TO: Mapping[tuple[ImprovementStatus, ImprovementMove], ImprovementStatus] = {
    ("open", "answer"): "answered",
    ("answered", "verify"): "verified",
}


@pytest.mark.parametrize("status", get_args(ImprovementStatus))
@pytest.mark.parametrize("move", get_args(ImprovementMove))
def test_a_move_leads_where_the_table_says_or_is_refused(status: ImprovementStatus, move: ImprovementMove) -> None:
    state = surveys.improvements()[status]
    assert state.status == status
    if (status, move) in LEADS_TO:
        assert MOVES[move](state)[0].status == LEADS_TO[status, move]
        return
    with pytest.raises(ImprovementMoveForbidden) as refusal:
        MOVES[move](state)
    assert refusal.value.params == {"move": move, "status": status}


def test_it_opens_with_a_clock_from_the_customers_answer() -> None:
    state, facts = improving.open_improvement(surveys.PROBLEM, surveys.POLICY, NOW - HOUR, NOW)
    assert (state.id, state.due_at, state.opened_at, state.clock) == ("0b5f:1", NOW + 7 * HOUR, NOW, 1)
    assert facts == (Opened(),)


def test_an_effective_measure_ends_it() -> None:
    answered, facts = improving.answer(surveys.opened(), surveys.measure())
    assert facts == (Answered(surveys.measure()),)
    verified, facts = improving.verify(answered, surveys.verdict(True, remark=""))
    assert facts == (Verified(surveys.verdict(True, remark="")),)
    assert verified.answers[0].verification == surveys.verdict(True, remark="")
    assert verified.verified_at == NOW


def test_a_measure_without_effect_begins_a_new_clock_and_keeps_what_was_signed() -> None:
    late, _ = improving.escalate(surveys.opened(), 1, NOW + 8 * HOUR)
    answered, _ = improving.answer(late, surveys.measure(NOW + 9 * HOUR))
    assert improving.pending_levels(answered) == {}
    judged = surveys.verdict(False, at=NOW + 20 * HOUR)
    again, facts = improving.verify(answered, judged)
    assert facts == (Verified(judged),)
    assert (again.status, again.clock, again.due_at, again.notified) == ("open", 2, NOW + 28 * HOUR, ())
    assert again.answers[0].measure == "new seal supplier"
    assert again.answers[0].verification == judged
    assert improving.pending_levels(again) == {1: NOW + 28 * HOUR, 2: NOW + 32 * HOUR, 3: NOW + 36 * HOUR}


def test_sending_a_measure_back_needs_a_remark() -> None:
    with pytest.raises(RemarkMissing):
        improving.verify(surveys.improvements()["answered"], surveys.verdict(False, remark=""))


def test_each_level_is_told_once_per_clock_at_its_fraction() -> None:
    state = surveys.opened()
    assert improving.pending_levels(state) == {1: NOW + 8 * HOUR, 2: NOW + 12 * HOUR, 3: NOW + 16 * HOUR}
    told: list[str] = []
    for level in (1, 2, 3, 2, 1):
        state, facts = improving.escalate(state, level, NOW + 8 * HOUR)
        told += [fact.addressee for fact in facts if isinstance(fact, Overdue)]
    assert told == ["role:team_lead", "role:sales_director", "role:marketing_vice_president"]
    assert improving.pending_levels(state) == {}


@pytest.mark.parametrize("status", ["answered", "verified"])
def test_nobody_is_told_once_there_is_a_measure(status: ImprovementStatus) -> None:
    state = surveys.improvements()[status]
    assert improving.pending_levels(state) == {}
    assert improving.escalate(state, 1, NOW) == (state, ())


def test_answers_do_not_grow_without_bound() -> None:
    full = replace(surveys.opened(), answers=(surveys.measure(),) * improving.ANSWERS_MAX)
    with pytest.raises(ImprovementFull):
        improving.answer(full, surveys.measure())
