"""A ruleset prepared once for many evaluations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch.domain.classification.matcher import Matcher
from dispatch.domain.classification.normalise import Folding, normalise
from dispatch.domain.classification.prepared import (
    PreparedLevelRule,
    PreparedRule,
    prepare_level_rule,
    prepare_rule,
)
from dispatch.domain.classification.ruleset import Ruleset


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
    rules: tuple[PreparedRule, ...]
    severity_rules: tuple[PreparedLevelRule, ...]
    urgency_rules: tuple[PreparedLevelRule, ...]
    by_word: Mapping[str, tuple[int, ...]]
    unprompted: tuple[int, ...]
    clause_breaks: frozenset[str]


def compile_ruleset(ruleset: Ruleset, folding: Folding) -> CompiledRuleset:
    """Prepare a ruleset; ``folding`` maps traditional to simplified characters and is used if the ruleset says so."""
    language = ruleset.language
    table: Folding = folding if language.fold_traditional else {}
    rules = tuple(prepare_rule(rule, table) for rule in ruleset.rules)
    severity = tuple(prepare_level_rule(rule, table) for rule in ruleset.severity.rules)
    urgency = tuple(prepare_level_rule(rule, table) for rule in ruleset.urgency.rules)
    conditions = [rule.condition for rule in rules] + [rule.condition for rule in (*severity, *urgency)]
    kinds = {normalise(word, table): kind for kind, words in ruleset.product_kinds.items() for word in words}
    by_word, unprompted = _index(rules)
    return CompiledRuleset(
        ruleset=ruleset,
        folding=table,
        matcher=Matcher(
            words={word for condition in conditions for word in condition.words()},
            masks=[normalise(phrase, table) for phrase in language.ignore],
            negations=[normalise(word, table) + (" " if word.isascii() else "") for word in language.negations],
        ),
        product_matcher=Matcher(words=kinds, masks=(), negations=()),
        product_kind_of=kinds,
        rules=rules,
        severity_rules=severity,
        urgency_rules=urgency,
        by_word=by_word,
        unprompted=unprompted,
        clause_breaks=frozenset(normalise(language.clause_breaks, table)),
    )


def _index(rules: Sequence[PreparedRule]) -> tuple[dict[str, tuple[int, ...]], tuple[int, ...]]:
    by_word: dict[str, tuple[int, ...]] = {}
    unprompted: list[int] = []
    for index, rule in enumerate(rules):
        prompts = rule.condition.prompts
        if not prompts:
            unprompted.append(index)
        for word in prompts:
            by_word[word] = (*by_word.get(word, ()), index)
    return by_word, tuple(unprompted)
