"""A ruleset prepared once for many evaluations."""

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch.domain.classification.index import ConditionIndex, index_conditions
from dispatch.domain.classification.matcher import Matcher
from dispatch.domain.classification.normalise import Folding, Normaliser
from dispatch.domain.classification.prepared import prepare
from dispatch.domain.classification.product_kinds import ProductKinds
from dispatch.domain.classification.ruleset import Ruleset
from dispatch.domain.classification.vocabulary import Category


@dataclass(frozen=True, slots=True)
class CompiledRuleset:
    """The ruleset with all words normalised, one matcher over them, and the conditions found by their words.

    The places in ``index`` are those of the category rules, then of the severity, then of the urgency rules.
    """

    ruleset: Ruleset
    normalise: Normaliser
    matcher: Matcher
    product_kinds: ProductKinds
    index: ConditionIndex
    category_place: Mapping[Category, int]
    clause_breaks: frozenset[str]


def compile_ruleset(ruleset: Ruleset, folding: Folding) -> CompiledRuleset:
    """Prepare a ruleset; ``folding`` maps traditional to simplified characters and is used if the ruleset says so."""
    language = ruleset.language
    normalise = Normaliser(folding if language.fold_traditional else {})
    plain = [rule.condition for rule in ruleset.rules]
    plain += [rule.condition for policy in (ruleset.severity, ruleset.urgency) for rule in policy.rules]
    conditions = [prepare(condition, normalise) for condition in plain]
    kinds = {normalise(word): kind for kind, words in ruleset.product_kinds.items() for word in words}
    return CompiledRuleset(
        ruleset=ruleset,
        normalise=normalise,
        matcher=Matcher(
            words={word for condition in conditions for word in condition.words()},
            masks=[normalise(phrase) for phrase in language.ignore],
            negations=[normalise(word) + (" " if word.isascii() else "") for word in language.negations],
        ),
        product_kinds=ProductKinds(kinds),
        index=index_conditions(conditions),
        category_place={category: place for place, category in enumerate(ruleset.teams)},
        clause_breaks=frozenset(normalise(language.clause_breaks)),
    )
