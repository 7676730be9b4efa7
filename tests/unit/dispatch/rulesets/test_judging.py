"""Judged, simulated and explained: past decisions against people's truth and against other rules."""

from dataclasses import replace

import pytest
from dispatch.adapters.ruleset_yaml import prepared, ruleset_from_yaml
from dispatch.domain.assignment import Assignment
from dispatch.domain.classification import Facts, decide
from dispatch.domain.classified import from_decision
from dispatch.domain.desk import Desk
from dispatch.domain.level_selection import LevelKey, select_row
from dispatch.domain.roster import on_duty
from dispatch.domain.rulesets.errors import RulesetNamesUnknown
from dispatch.domain.rulesets.explanation import explain
from dispatch.domain.rulesets.judgement import judgement, misleading
from dispatch.domain.rulesets.known_names import require_known_names, unknown_names
from dispatch.domain.rulesets.simulation import past_case, simulate
from dispatch.domain.words import CategoryName
from dispatch.handlers.classify_case import PersonsClass, classify_case, reclassify_case
from dispatch.handlers.on_case_amended import on_case_amended
from dispatch.incoming import facts_of
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import CLERK, LEAK_TEXT, RULES, UNSURE_TEXT, amended, at, context, policy, ruleset
from tests.unit.dispatch.flow import accepted, assigned, changed, replied, resolved

DESK = Desk(policy(), on_duty(policy(), at(1)), 1)


def corrected(state: Assignment, category: CategoryName) -> Assignment:
    wanted = PersonsClass(category, "support", None, None, None)
    if state.status == "awaiting_classification":
        return classify_case(state, wanted, CLERK, DESK, now=at(1)).state
    return reclassify_case(state, wanted, "so it is", CLERK, DESK, now=at(1)).state


@pytest.mark.parametrize(
    ("state", "truth", "right"),
    [
        (assigned(), None, None),
        (accepted(), None, None),
        (replied(), "product_quality", True),
        (resolved(), "product_quality", True),
        (corrected(assigned(), "usage"), "usage", False),
        (corrected(resolved(), "usage"), "usage", False),
        (corrected(assigned(UNSURE_TEXT), "usage"), "usage", False),
        (corrected(assigned(UNSURE_TEXT), "other"), "other", True),
        (corrected(corrected(assigned(), "usage"), "product_quality"), "product_quality", True),
    ],
)
def test_people_know_the_truth(state: Assignment, truth: str | None, right: bool | None) -> None:
    judged = judgement(state)
    assert judged is not None
    assert (judged.truth, judged.right) == (truth, right)
    assert not judged.decided.by_person


def test_only_what_spoke_for_a_wrong_category_misled() -> None:
    wrong = judgement(corrected(assigned("it leaks, is broken, and the clerk was rude"), "usage"))
    assert wrong is not None
    assert misleading(wrong) == (("leaks", "leaks"), ("leaks", "broken"))
    wordless = judgement(corrected(assigned(UNSURE_TEXT), "usage"))
    assert wordless is not None
    assert misleading(wordless) == (("fallback", ""),)
    right = judgement(replied())
    assert right is not None
    assert misleading(right) == ()


def facts(assignment: Assignment, text: str) -> Facts:
    return facts_of(assignment.case, text)


def test_past_cases_are_read_as_the_rules_read_them() -> None:
    later = changed(on_case_amended(accepted(), amended("no, it is rude", at(2)), context(at(2)))).state
    past = past_case(later, facts)
    assert past is not None
    assert (past.facts.text, past.before.rule, past.truth) == (LEAK_TEXT, "leaks", None)


TEXTS = st.lists(
    st.sampled_from(["it leaks", "broken", "rude", "return", "hurt", "stray", "shape", "what"]), min_size=1, max_size=3
).map(", ".join)
OTHER = prepared(
    ruleset_from_yaml(RULES.replace("weight: 3, any: [leaks, broken]", "weight: 4, any: [broken], team: rnd"))
)


@given(st.lists(TEXTS, max_size=8))
def test_figures_equal_those_counted_by_hand(texts: list[str]) -> None:
    past = [past_case(assigned(text), facts) for text in texts]
    made = simulate([case for case in past if case is not None], lambda read: from_decision(decide(read, OTHER), at(5)))
    before = [from_decision(decide(Facts(text), ruleset()), at(0)) for text in texts]
    after = [from_decision(decide(Facts(text), OTHER), at(5)) for text in texts]
    pairs = list(zip(before, after, strict=True))
    assert made.cases == len(texts) == sum(made.matrix.values())
    for cell, count in made.matrix.items():
        assert count == sum((old.category, new.category) == cell for old, new in pairs)
    assert made.manual_before == sum(not old.sure for old in before)
    assert made.manual_after == sum(not new.sure for new in after)
    differing = [not (old.same_class(new) and old.sure == new.sure) for old, new in pairs]
    assert len(made.changed) == sum(differing)
    assert (made.judged, made.right_before, made.right_after) == (0, 0, 0)


def test_the_same_rules_change_nothing() -> None:
    past = past_case(corrected(assigned(), "usage"), facts)
    assert past is not None
    made = simulate([past], lambda read: from_decision(decide(read, ruleset()), at(5)))
    assert (made.changed, made.judged, made.right_before, made.right_after) == ((), 1, 0, 0)


def test_other_tags_are_another_outcome() -> None:
    past = past_case(assigned(), facts)
    assert past is not None
    tagged = prepared(ruleset_from_yaml(RULES.replace("id: leaks,", "id: leaks, tags: [wet],")))
    (change,) = simulate([past], lambda read: from_decision(decide(read, tagged), at(5))).changed
    assert (change.before.tags, change.after.tags) == ((), ("wet",))


def test_an_explanation_names_the_words_that_raised_a_level() -> None:
    (decision,) = explain(assigned("it leaks, and somebody was HURT"))
    (found,) = decision.levels
    assert (found.of, found.rule, found.word) == ("severity", "hurt", "hurt")
    assert decision.description[found.start : found.end] == "HURT"
    assert decision.made.severity_because == ("hurt",)


def test_an_explanation_names_words_places_and_what_was_close() -> None:
    state = corrected(assigned("The Clerk was RUDE and it leaks, broken"), "usage")
    first, second = explain(state)
    text = first.description
    assert {(word.word, text[word.start : word.end]) for word in first.words} == {
        ("leaks", "leaks"),
        ("broken", "broken"),
        ("rude", "RUDE"),
    }
    close = first.close[0]
    assert close.category == "service"
    assert close.share == pytest.approx(3 / 4.5)
    assert (second.words, second.close, second.made.by) == ((), (), "staff:clerk1")


def test_names_that_the_policy_does_not_know_keep_rules_from_publication() -> None:
    source = RULES.replace("id: rude,", "id: rude, team: moon, service_level: gold,")
    found = ruleset_from_yaml(source)
    assert unknown_names(found, policy()) == ("nobody", "moon", "gold")
    with pytest.raises(RulesetNamesUnknown):
        require_known_names(found, policy())


def test_a_named_service_level_comes_before_all_other_rows() -> None:
    chosen = policy()
    row = next(row for row in chosen.rows if row.step == "02C")
    gold = replace(row, service_level="gold", limit_seconds=1)
    with_gold = replace(chosen, rows=(gold, replace(row, severity="high", kind="complaint"), *chosen.rows))
    usual = LevelKey("high", "service", "C", "complaint")
    assert select_row(with_gold, "02C", replace(usual, service_level="gold")).limit_seconds == 1
    assert select_row(with_gold, "02C", usual).service_level is None
