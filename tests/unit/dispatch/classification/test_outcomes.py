"""What a rule gives beside its category: priority, team, service level, tags; and where its words stand."""

import pytest
from dispatch.domain.classification import Facts, RulesetError, decide, parse_ruleset
from dispatch.domain.classification.normalise import Normaliser
from dispatch.domain.classification.places import original_places
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.classification.builders import classify, compiled, rule, ruleset_data

SCORED = rule("scored", "delivery", any=["慢"], weight=50)


def test_a_priority_takes_precedence_over_scores() -> None:
    recall = rule("recall", "product_quality", any=["召回"], weight=0.1, priority=1)
    decision = classify("慢,召回", SCORED, recall)
    assert (decision.rule, decision.category, decision.confidence, decision.sure) == (
        "recall",
        "product_quality",
        1.0,
        True,
    )
    assert decision.priority == 1
    assert [score.category for score in decision.reason.scores] == ["product_quality", "delivery", "other"]
    assert decision.reason.runners_up == ("delivery", "other")
    assert (classify("慢", SCORED, recall).rule, classify("慢", SCORED, recall).priority) == ("scored", 0)


def test_the_highest_priority_decides_then_the_score_then_the_order() -> None:
    one = rule("one", "service", any=["a1"], priority=1, weight=9)
    two = rule("two", "usage", any=["a1"], priority=2)
    assert classify("a1", one, two).rule == "two"
    strong = rule("strong", "delivery", any=["a1"], priority=2, weight=2)
    assert classify("a1", two, strong).rule == "strong"
    same = rule("same", "delivery", any=["a1"], priority=2)
    assert classify("a1", two, same).rule == "two"


def test_a_rule_names_team_and_service_level() -> None:
    named = rule("vip", "service", where={"customer_grade": "A"}, team="key-accounts", service_level="gold")
    rules = compiled(named, rule("rude", "service", any=["rude"], weight=5, service_level="plain", tags=["t"]))
    decision = decide(Facts(text="rude", customer_grade="A"), rules)
    assert (decision.team, decision.service_level, decision.tags) == ("key-accounts", "plain", ("t",))
    decision = decide(Facts(text="rude"), rules)
    assert (decision.team, decision.service_level) == ("sales", "plain")
    assert decide(Facts(text=""), rules).service_level is None


def test_a_rule_of_another_category_names_nothing() -> None:
    loser = rule("loser", "usage", any=["rude"], team="moon", service_level="gold")
    decision = classify("rude", loser, rule("rude", "service", any=["rude"], weight=5))
    assert (decision.team, decision.service_level) == ("sales", None)


def test_every_mistake_is_told_with_its_place() -> None:
    broken = [rule("a b", "service"), rule("fine", "service", any=["x"]), rule("c", "weather", priority=0)]
    with pytest.raises(RulesetError) as refusal:
        parse_ruleset(ruleset_data(*broken, version=0, teams={}))
    places = [mistake.path for mistake in refusal.value.mistakes]
    assert places[0] == "version"
    assert all(place.startswith("teams.") for place in places[1:-3])
    assert places[-3:] == ["rules[1].id", "rules[3].category", "rules[3].priority"]


def test_words_are_told_with_their_places_in_the_original() -> None:
    text = "ＡＢ　屏幕 很 差……so SLOW"
    decision = classify(
        text, rule("a", "delivery", any=["slow"], near=[{"left": ["屏幕"], "right": ["差"], "within": 3}])
    )
    (match, *_) = decision.reason.matches
    places = original_places(text, match.spans)
    assert {text[place[0] : place[1]] for place in places if place} == {"屏幕 很 差", "SLOW"}
    assert decision.rule == "a"


def test_a_rule_over_groups_tells_its_first_words() -> None:
    (match, *_) = classify("我买的坏了", rule("a", "service", all=[["买", "拍"], ["坏"]])).reason.matches
    assert (match.words, match.spans) == (("买", "坏"), ((1, 2), (3, 4)))


NORMALISE = Normaliser({})


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from(" \t　aA中…，ﬁ㎡é\u0301"), max_size=40))
def test_places_are_right_or_not_told(text: str) -> None:
    normal = NORMALISE(text)
    places = original_places(text, [(at, at + 1) for at in range(len(normal))])
    for at, place in enumerate(places):
        if place is not None and normal[at] != " ":
            start, end = place
            assert normal[at] in NORMALISE(text[start:end])
    assert original_places(text, [(0, len(normal) + 1)]) == (None,)


@given(st.text(st.sampled_from(" 　aBc中文，…!1"), max_size=40))
def test_places_of_everyday_text_are_told(text: str) -> None:
    normal = NORMALISE(text)
    assert None not in original_places(text, [(at, at + 1) for at in range(len(normal))])
