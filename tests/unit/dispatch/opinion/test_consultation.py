"""Rules first; a model only where they are unsure."""

import time
from dataclasses import replace

import pytest
from dispatch.domain.classification import Category, Facts, decide
from dispatch.domain.classified import from_decision
from dispatch.domain.opinion.consultation import SecondOpinion, considered, judge, judging
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import LEAK_TEXT, OPENED, RULES, UNSURE_TEXT, ruleset
from tests.unit.dispatch.opinion.models import CLEAR_TEXT, PLAIN, model, opinion

WORDS = st.lists(
    st.sampled_from([*RULES.split(), "parcel", "late", "price", "app", "crashes", "leaks", "rude", "漏水"]), max_size=12
)


@pytest.fixture(scope="module", autouse=True)
def trained() -> None:
    """Once, and not within the time that one example of a property has."""
    model()


@given(WORDS)
def test_a_sure_rule_is_never_overridden_and_the_model_not_even_asked(words: list[str]) -> None:
    facts = Facts(" ".join(words))
    alone, together = decide(facts, ruleset()), judge(facts, ruleset(), opinion())
    if alone.sure:
        assert together == alone
    else:
        assert together.opinion is not None
        assert together.sure is together.opinion.decides
        assert (together.severity, together.urgency, together.reason) == (alone.severity, alone.urgency, alone.reason)


@given(WORDS)
def test_switched_off_leaves_the_rules_alone(words: list[str]) -> None:
    facts = Facts(" ".join(words))
    assert judging(None)(facts, ruleset()) == decide(facts, ruleset())


@given(WORDS)
def test_the_same_case_gets_the_same_answer(words: list[str]) -> None:
    facts = Facts(" ".join(words), product="手机")
    assert judge(facts, ruleset(), opinion()) == judge(facts, ruleset(), SecondOpinion(model(), PLAIN))


def test_a_confident_model_decides_where_the_rules_are_unsure() -> None:
    decision = judge(Facts(CLEAR_TEXT), ruleset(), opinion())
    assert not decide(Facts(CLEAR_TEXT), ruleset()).sure
    assert (decision.category, decision.team, decision.sure) == (Category.DELIVERY, "sales", True)
    assert decision.rule == "opinion:small@3"
    kept = from_decision(decision, OPENED)
    assert (kept.by, kept.by_person, kept.sure) == ("opinion:small", False, True)
    assert kept.opinion is not None
    assert (kept.opinion.version, kept.opinion.category, kept.opinion.decided) == (3, "delivery", True)
    assert kept.opinion.confidence >= kept.opinion.threshold
    assert kept.ruleset == "tests"


def test_a_doubtful_model_only_proposes() -> None:
    doubtful = SecondOpinion(replace(model(), threshold=1.0), PLAIN)
    decision = judge(Facts(UNSURE_TEXT), ruleset(), doubtful)
    kept = from_decision(decision, OPENED)
    assert (decision.sure, kept.sure) == (False, False)
    assert kept.opinion is not None
    assert not kept.opinion.decided
    assert kept.category == kept.opinion.category


def test_a_text_that_says_next_to_nothing_is_left_to_people() -> None:
    """The least unlikely category is not a likely one, however far the others are behind."""
    told, mumbled = Facts(CLEAR_TEXT), Facts("well now")
    for least, decided in ((0.0, True), (0.6, False)):
        bold = SecondOpinion(replace(model(), threshold=0.0, least=least), PLAIN)
        assert judge(told, ruleset(), bold).sure
        proposed = judge(mumbled, ruleset(), bold)
        assert proposed.sure is decided
        assert proposed.opinion is not None


def test_what_is_neither_this_nor_that_is_left_to_people() -> None:
    confident = replace(opinion().of(Facts(CLEAR_TEXT), ruleset().ruleset.teams), confidence=1.0)
    assert confident.decides
    assert not replace(confident, category=Category.OTHER).decides


def test_a_rules_own_team_stays_where_both_mean_the_same() -> None:
    alone = replace(decide(Facts(UNSURE_TEXT), ruleset()), team="special", category=Category.DELIVERY)
    proposal = opinion().of(Facts(CLEAR_TEXT), ruleset().ruleset.teams)
    assert considered(alone, proposal).team == "special"
    assert considered(replace(alone, category=Category.USAGE), proposal).team == "sales"


def test_asking_the_model_costs_little_beside_the_longest_text() -> None:
    asked, facts = opinion(), Facts(LEAK_TEXT * 300, product="heater")
    teams = ruleset().ruleset.teams
    spent = min(_seconds(lambda: asked.of(facts, teams)) for _ in range(20))
    hashing = min(_seconds(lambda: _plain_work(facts.text[:200])) for _ in range(20))
    assert spent < 100 * hashing


def _plain_work(text: str) -> int:
    return sum(hash(text[at : at + length]) & 1 for at in range(len(text)) for length in (1, 2, 3))


def _seconds(work: object) -> float:
    assert callable(work)
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
