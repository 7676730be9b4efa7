"""Conditions in the form evaluation wants: words normalised, lists turned into sets, so that cost follows the text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dispatch.domain.classification.errors import PatternRefused, RulesetError
from dispatch.domain.classification.mistakes import Place
from dispatch.domain.classification.normalise import Normaliser
from dispatch.domain.classification.patterns import PatternEngine, TextPattern
from dispatch.domain.classification.ruleset import Condition, FieldCheck, FieldTest, Near
from dispatch.domain.classification.vocabulary import FREE_TEXT_FIELDS, Polarity

_NEGATED: Mapping[Polarity, bool | None] = {Polarity.ANY: None, Polarity.PLAIN: False, Polarity.NEGATED: True}


@dataclass(frozen=True, slots=True)
class PreparedNear:
    """`ruleset.Near` with its words as sets."""

    left: frozenset[str]
    right: frozenset[str]
    within: int
    ordered: bool
    weight: float


@dataclass(frozen=True, slots=True)
class PreparedCheck:
    """`ruleset.FieldCheck` with its pattern compiled."""

    check: FieldCheck
    pattern: TextPattern | None


@dataclass(frozen=True, slots=True)
class PreparedCondition:
    """`ruleset.Condition` with its words as sets and its patterns compiled, each with its weight.

    ``negated`` is what an occurrence must be to count, None when either will do; ``searches`` tells whether the
    condition needs a word, pair or pattern to be found.
    """

    any_words: Mapping[str, float]
    near: tuple[PreparedNear, ...]
    regexes: tuple[tuple[TextPattern, float], ...]
    all_words: tuple[frozenset[str], ...]
    none_words: frozenset[str]
    where: tuple[FieldTest, ...]
    checks: tuple[PreparedCheck, ...]
    negated: bool | None
    searches: bool

    def words(self) -> frozenset[str]:
        """Every word that evaluation asks for."""
        sides = (side for near in self.near for side in (near.left, near.right))
        return self.none_words.union(self.any_words, *self.all_words, *sides)

    def fields(self) -> frozenset[str]:
        """Every field that evaluation asks for."""
        return frozenset({test.field for test in self.where} | {asked.check.field for asked in self.checks})


def prepare(condition: Condition, normalise: Normaliser, engine: PatternEngine, place: Place) -> PreparedCondition:
    """Prepare a condition; a word given twice keeps its greater weight. Raises `RulesetError` for a bad pattern."""
    heaviest: dict[str, float] = {}
    for word in condition.any_words:
        text = normalise(word.text)
        heaviest[text] = max(word.weight, heaviest.get(text, 0.0))
    nears = tuple(_near(near, normalise) for near in condition.near)
    regexes = tuple(
        (_compiled(regex.pattern, engine, (*place, "regex", index)), regex.weight)
        for index, regex in enumerate(condition.regexes)
    )
    return PreparedCondition(
        any_words=heaviest,
        near=nears,
        regexes=regexes,
        all_words=tuple(_set(group, normalise) for group in condition.all_words),
        none_words=_set(condition.none_words, normalise),
        where=tuple(_field_test(test, normalise) for test in condition.where),
        checks=tuple(_check(check, normalise, engine, place) for check in condition.checks),
        negated=_NEGATED[condition.polarity],
        searches=bool(heaviest or nears or regexes),
    )


def _compiled(pattern: str, engine: PatternEngine, place: Place) -> TextPattern:
    try:
        return engine(pattern)
    except PatternRefused as refused:
        raise RulesetError([replace(refused.mistake, place=place)]) from refused


def _field_test(test: FieldTest, normalise: Normaliser) -> FieldTest:
    return FieldTest(test.field, _set(test.values, normalise)) if test.field in FREE_TEXT_FIELDS else test


def _check(check: FieldCheck, normalise: Normaliser, engine: PatternEngine, place: Place) -> PreparedCheck:
    typed = check.field in FREE_TEXT_FIELDS
    prepared = FieldCheck(
        field=check.field,
        values=_set(check.values, normalise) if typed and check.values is not None else check.values,
        excluded=_set(check.excluded, normalise) if typed else check.excluded,
        present=check.present,
        at_least=check.at_least,
        at_most=check.at_most,
    )
    asked = (*place, "where", check.field, "matches")
    return PreparedCheck(prepared, None if check.matches is None else _compiled(check.matches, engine, asked))


def _near(near: Near, normalise: Normaliser) -> PreparedNear:
    return PreparedNear(_set(near.left, normalise), _set(near.right, normalise), near.within, near.ordered, near.weight)


def _set(words: Iterable[str], normalise: Normaliser) -> frozenset[str]:
    return frozenset(normalise(word) for word in words)
