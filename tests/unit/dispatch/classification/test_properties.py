"""What holds for every text: an answer, the same answer again, and one answer for every spelling."""

import unicodedata
from dataclasses import replace

from dispatch.adapters.ruleset_yaml import compiled_default, traditional_folding
from dispatch.domain.classification import CompiledRuleset, Decision, Facts, decide
from dispatch.domain.classification.decide import threshold
from dispatch.domain.classification.normalise import Normaliser
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.classification.builders import default_rules

DEFAULT: CompiledRuleset = default_rules()
NORMALISE = Normaliser(traditional_folding())
AGAIN: CompiledRuleset = compiled_default()
TO_TRADITIONAL = {ord(new): chr(old) for old, new in traditional_folding().items() if len(new) == 1}
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
WORDS = st.sampled_from(sorted({word for word in DEFAULT.index.keywords if "*" not in word}))
SENTENCES = st.lists(WORDS | st.sampled_from([",", "。", " ", "但是", "x"]), max_size=12).map("".join)


def of(text: str, product: str = "") -> Decision:
    return decide(Facts(text=text, product=product), DEFAULT)


@given(text=ANY_TEXT, product=ANY_TEXT)
def test_any_unicode_gets_a_decision(text: str, product: str) -> None:
    decision = of(text, product)
    assert 0 <= decision.confidence <= 1
    assert decision.team == DEFAULT.ruleset.teams[decision.category]
    assert decision.rule in {rule.id for rule in DEFAULT.ruleset.rules}
    assert decision.sure is (decision.confidence >= threshold(Facts(text), DEFAULT))


@given(text=SENTENCES)
def test_the_same_facts_give_the_same_decision(text: str) -> None:
    assert decide(Facts(text=text), AGAIN) == of(text)


@given(text=SENTENCES)
def test_scores_are_ranked_and_explained_by_the_matches(text: str) -> None:
    reason = of(text).reason
    totals: dict[str, float] = {}
    for match in reason.matches:
        totals[match.category] = totals.get(match.category, 0.0) + match.score
    assert {entry.category: entry.score for entry in reason.scores} == totals
    assert [entry.score for entry in reason.scores] == sorted(totals.values(), reverse=True)


@given(text=SENTENCES)
def test_width_and_case_do_not_matter(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text.upper())
    assert of(wide) == of(text)
    assert of(unicodedata.normalize("NFKC", text)) == of(text)


@given(text=SENTENCES)
def test_traditional_and_simplified_are_one_but_for_what_suffices(text: str) -> None:
    decision = of(NORMALISE(text))
    assert replace(of(NORMALISE(text).translate(TO_TRADITIONAL)), sure=decision.sure) == decision


@given(text=SENTENCES, noise=st.text(st.sampled_from("αβγδ☂♞ "), max_size=20))
def test_a_clause_without_meaning_changes_nothing(text: str, noise: str) -> None:
    assert of(f"{text},{noise}").reason.scores == of(f"{text},").reason.scores
