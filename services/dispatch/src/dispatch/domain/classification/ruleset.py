"""A ruleset: the whole policy of classification as plain, versioned data.

Nothing here is compiled or checked for meaning; `parsing.parse_ruleset` builds it from a mapping and refuses what makes
no sense, `compiled.compile_ruleset` prepares it for evaluation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dispatch.domain.classification.normalise import Script
from dispatch.domain.classification.vocabulary import Category, GivenSeverity, Level, Polarity


@dataclass(frozen=True, slots=True)
class Word:
    """A keyword and what an occurrence is worth; a trailing ``*`` leaves the end of an English word open."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Near:
    """A word of ``left`` followed, within ``within`` characters of the same clause, by a word of ``right``.

    With ``ordered`` false either side may come first.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    within: int
    ordered: bool = True
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression in RE2's syntax and what a match is worth.

    It reads the text as words do: normalised, so in lower case and in simplified characters; its own case is ignored.
    """

    pattern: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class FieldTest:
    """True when the field's value is one of ``values``; what people type is compared after normalisation."""

    field: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """What else a field's value can be asked; everything given must hold.

    ``excluded`` holds for an absent value, ``matches`` (a search by RE2) and the bounds do not; ``present`` false wants
    none. Bounds, both included, are for the amount alone.
    """

    field: str
    values: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()
    present: bool | None = None
    matches: str | None = None
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Everything given must hold; an empty condition always holds.

    ``any_words``, ``near`` and ``regexes`` together are one alternative set and give the condition its strength;
    ``all_words`` is a list of groups of which each needs one word; no word of ``none_words`` may occur.
    """

    any_words: tuple[Word, ...] = ()
    near: tuple[Near, ...] = ()
    regexes: tuple[Regex, ...] = ()
    all_words: tuple[tuple[str, ...], ...] = ()
    none_words: tuple[str, ...] = ()
    where: tuple[FieldTest, ...] = ()
    checks: tuple[FieldCheck, ...] = ()
    polarity: Polarity = Polarity.ANY


@dataclass(frozen=True, slots=True)
class Rule:
    """Evidence for a category: ``weight`` times the strength of the condition is added to the category's score.

    A ``priority`` above 0 decides by itself: of the rules that hold, the one of the highest priority gives the
    category, whatever the scores. ``team`` in place of the category's own and ``service_level``, a name that the
    policy's rows may ask for, are those of the strongest rule of the winning category that names one.
    """

    id: str
    category: Category
    condition: Condition
    weight: float = 1.0
    priority: int = 0
    severity: Level | None = None
    urgency: Level | None = None
    team: str | None = None
    service_level: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelRule:
    """Raises severity or urgency to ``level`` when the condition holds."""

    id: str
    level: Level
    condition: Condition


@dataclass(frozen=True, slots=True)
class LevelPolicy:
    """Where a level starts and what raises it."""

    default: Level
    rules: tuple[LevelRule, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """How text is read: what negates the next word, where a clause ends, which phrases hide the words inside them."""

    negations: tuple[str, ...]
    clause_breaks: str
    ignore: tuple[str, ...]
    fold_traditional: bool


@dataclass(frozen=True, slots=True)
class Scoring:
    """How scores become a confidence.

    ``repeat_decay``: each further word of one rule counts this much of the one before. ``evidence_half``: the score at
    which evidence alone gives a certainty of one half. ``confidence_threshold``: from here on a decision is sure;
    ``thresholds`` has others for texts in some scripts, where words have proved less reliable.
    """

    confidence_threshold: float
    evidence_half: float
    repeat_decay: float
    thresholds: Mapping[Script, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """One version of the policy; ``teams`` lists the categories in the order that breaks ties."""

    name: str
    version: int
    language: Language
    scoring: Scoring
    teams: Mapping[Category, str]
    product_kinds: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    severity: LevelPolicy
    urgency: LevelPolicy
    given_severity: GivenSeverity
