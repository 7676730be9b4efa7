"""A ruleset prepared once for many evaluations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dispatch.domain.classification.errors import RulesetError
from dispatch.domain.classification.index import ConditionIndex, index_conditions
from dispatch.domain.classification.matcher import Matcher
from dispatch.domain.classification.mistakes import Mistake, Place
from dispatch.domain.classification.normalise import Folding, Normaliser
from dispatch.domain.classification.patterns import PatternEngine, no_patterns
from dispatch.domain.classification.prepared import PreparedCondition, prepare
from dispatch.domain.classification.product_kinds import ProductKinds
from dispatch.domain.classification.ruleset import Condition, Ruleset
from dispatch.domain.classification.vocabulary import PLAIN_FIELDS, TYPED_FIELDS, Category


@dataclass(frozen=True, slots=True)
class CompiledRuleset:
    """The ruleset with all words normalised, one matcher over them, and the conditions found by their words.

    The places in ``index`` are those of the category rules, then of the severity, then of the urgency rules.
    ``further_fields`` are what conditions ask for beyond the usual fields.
    """

    ruleset: Ruleset
    normalise: Normaliser
    matcher: Matcher
    product_kinds: ProductKinds
    index: ConditionIndex
    category_place: Mapping[Category, int]
    clause_breaks: frozenset[str]
    further_fields: frozenset[str] = frozenset()


def compile_ruleset(ruleset: Ruleset, folding: Folding, engine: PatternEngine = no_patterns) -> CompiledRuleset:
    """Prepare a ruleset; ``folding`` maps traditional to simplified characters and is used if the ruleset says so.

    Raises `RulesetError` for regular expressions that ``engine`` refuses, each with its place.
    """
    language = ruleset.language
    normalise = Normaliser(folding if language.fold_traditional else {})
    conditions = _prepared(ruleset, normalise, engine)
    kinds = {normalise(word): kind for kind, words in ruleset.product_kinds.items() for word in words}
    asked = frozenset[str]().union(*(condition.fields() for condition in conditions))
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
        further_fields=asked.intersection((*TYPED_FIELDS, *PLAIN_FIELDS)),
    )


def _prepared(ruleset: Ruleset, normalise: Normaliser, engine: PatternEngine) -> list[PreparedCondition]:
    prepared: list[PreparedCondition] = []
    mistakes: list[Mistake] = []
    for place, condition in _conditions(ruleset):
        try:
            prepared.append(prepare(condition, normalise, engine, place))
        except RulesetError as error:
            mistakes += error.mistakes
    if mistakes:
        raise RulesetError(mistakes)
    return prepared


def _conditions(ruleset: Ruleset) -> Iterator[tuple[Place, Condition]]:
    """Place and condition of every rule, in their order."""
    for index, rule in enumerate(ruleset.rules):
        yield ("rules", index), rule.condition
    for name, policy in (("severity", ruleset.severity), ("urgency", ruleset.urgency)):
        for index, level_rule in enumerate(policy.rules):
            yield (name, "rules", index), level_rule.condition
