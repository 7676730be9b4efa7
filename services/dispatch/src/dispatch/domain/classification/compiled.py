"""A ruleset prepared once for many evaluations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dispatch.domain.classification.matcher import Matcher
from dispatch.domain.classification.normalise import Folding, normalise
from dispatch.domain.classification.ruleset import Condition, FieldTest, LevelRule, Near, Rule, Ruleset, Word


@dataclass(frozen=True, slots=True)
class CompiledRuleset:
    """The ruleset with all words normalised, one matcher over them, and the rules found by their words.

    ``by_word`` maps a keyword to the indexes of the rules it can make hold; ``unprompted`` rules need no keyword.
    """

    ruleset: Ruleset
    folding: Folding
    matcher: Matcher
    product_matcher: Matcher
    product_kind_of: Mapping[str, str]
    rules: tuple[Rule, ...]
    severity_rules: tuple[LevelRule, ...]
    urgency_rules: tuple[LevelRule, ...]
    by_word: Mapping[str, tuple[int, ...]]
    unprompted: tuple[int, ...]
    clause_breaks: frozenset[str]


def compile_ruleset(ruleset: Ruleset, folding: Folding) -> CompiledRuleset:
    """Prepare a ruleset; ``folding`` maps traditional to simplified characters and is used if the ruleset says so."""
    table: Folding = folding if ruleset.language.fold_traditional else {}
    rules = tuple(replace(rule, condition=_normalised(rule.condition, table)) for rule in ruleset.rules)
    severity = tuple(replace(rule, condition=_normalised(rule.condition, table)) for rule in ruleset.severity.rules)
    urgency = tuple(replace(rule, condition=_normalised(rule.condition, table)) for rule in ruleset.urgency.rules)
    conditions = [rule.condition for rule in rules]
    conditions += [rule.condition for rule in (*severity, *urgency)]
    kinds = {normalise(word, table): kind for kind, words in ruleset.product_kinds.items() for word in words}
    by_word, unprompted = _index(rules)
    return CompiledRuleset(
        ruleset=ruleset,
        folding=table,
        matcher=Matcher(
            words={word for condition in conditions for word in _words_of(condition)},
            masks=[normalise(phrase, table) for phrase in ruleset.language.ignore],
            negations=[normalise(word, table) + (" " if word.isascii() else "") for word in ruleset.language.negations],
        ),
        product_matcher=Matcher(words=kinds, masks=(), negations=()),
        product_kind_of=kinds,
        rules=rules,
        severity_rules=severity,
        urgency_rules=urgency,
        by_word=by_word,
        unprompted=unprompted,
        clause_breaks=frozenset(normalise(ruleset.language.clause_breaks, table)),
    )


def _normalised(condition: Condition, table: Folding) -> Condition:
    def each(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(normalise(word, table) for word in words)

    return Condition(
        any_words=tuple(Word(normalise(word.text, table), word.weight) for word in condition.any_words),
        near=tuple(
            Near(each(near.left), each(near.right), near.within, near.ordered, near.weight) for near in condition.near
        ),
        all_words=tuple(each(group) for group in condition.all_words),
        none_words=each(condition.none_words),
        where=tuple(FieldTest(test.field, frozenset(each(test.values))) for test in condition.where),
        polarity=condition.polarity,
    )


def _prompts(condition: Condition) -> set[str]:
    """Words of which at least one must occur for the condition to hold; empty if it needs none."""
    if condition.any_words or condition.near:
        lefts = {word for near in condition.near for word in near.left}
        return lefts | {word.text for word in condition.any_words}
    return {word for group in condition.all_words[:1] for word in group}


def _words_of(condition: Condition) -> set[str]:
    rights = {word for near in condition.near for word in near.right}
    groups = {word for group in condition.all_words for word in group}
    return _prompts(condition) | rights | groups | set(condition.none_words)


def _index(rules: tuple[Rule, ...]) -> tuple[dict[str, tuple[int, ...]], tuple[int, ...]]:
    by_word: dict[str, tuple[int, ...]] = {}
    unprompted: list[int] = []
    for index, rule in enumerate(rules):
        prompts = _prompts(rule.condition)
        if not prompts:
            unprompted.append(index)
        for word in prompts:
            by_word[word] = (*by_word.get(word, ()), index)
    return by_word, tuple(unprompted)
