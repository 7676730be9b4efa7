"""Conditions from data: ``any``, ``near``, ``regex``, ``all``, ``none``, ``where``, ``polarity``, with vocabularies."""

from collections.abc import Mapping

from dispatch.domain.classification.matcher import OPEN_END
from dispatch.domain.classification.node import Node
from dispatch.domain.classification.parsing_fields import parse_pattern, parse_where
from dispatch.domain.classification.ruleset import Condition, Near, Regex, Word
from dispatch.domain.classification.vocabulary import Polarity

Vocabularies = Mapping[str, tuple[str, ...]]

REFERENCE = "$"
CONDITION_FIELDS = frozenset({"any", "near", "regex", "all", "none", "where", "polarity"})
MOST_WORD_CHARACTERS = 80


def parse_vocabularies(node: Node) -> Vocabularies:
    """Named word lists; one may refer to those above it as ``$name``."""
    known: dict[str, tuple[str, ...]] = {}
    for name, entry in node.entries().items():
        known[name] = _words(entry, known)
    return known


def parse_condition(entries: Mapping[str, Node], vocabularies: Vocabularies) -> Condition:
    """The condition out of a rule's entries; absent parts are empty."""

    def items(name: str) -> tuple[Node, ...]:
        return tuple(entries[name].items()) if name in entries else ()

    tests, checks = parse_where(entries["where"]) if "where" in entries else ((), ())
    return Condition(
        any_words=tuple(word for item in items("any") for word in _weighted(item, vocabularies)),
        near=tuple(_near(item, vocabularies) for item in items("near")),
        regexes=tuple(regex for item in items("regex") for regex in _regexes(item)),
        all_words=tuple(_words(item, vocabularies) for item in items("all")),
        none_words=_words(entries["none"], vocabularies) if "none" in entries else (),
        where=tests,
        checks=checks,
        polarity=entries["polarity"].choice(Polarity, "polarity") if "polarity" in entries else Polarity.ANY,
    )


def _word(node: Node) -> str:
    text = node.text(MOST_WORD_CHARACTERS)
    if not text.removesuffix(OPEN_END).strip() or OPEN_END in text[:-1]:
        node.refuse("misplaced_star", shown=node.shown())
    return text


def _words(node: Node, vocabularies: Vocabularies) -> tuple[str, ...]:
    nodes = (node,) if isinstance(node.value, str) else tuple(node.items())
    if not nodes:
        node.refuse("empty")
    return tuple(word for item in nodes for word in _expanded(item, vocabularies))


def _expanded(node: Node, vocabularies: Vocabularies) -> tuple[str, ...]:
    text = _word(node)
    if not text.startswith(REFERENCE):
        return (text,)
    name = text.removeprefix(REFERENCE)
    if name not in vocabularies:
        node.refuse("unknown_vocabulary", shown=repr(name))
    return vocabularies.get(name, ())


def _weighted(node: Node, vocabularies: Vocabularies) -> tuple[Word, ...]:
    if isinstance(node.value, str):
        return tuple(Word(text) for text in _expanded(node, vocabularies))
    if not isinstance(node.value, Mapping):
        node.refuse("not_a_weighted_word", shown=node.shown())
        return ()
    return tuple(
        Word(text, weight.positive())
        for weight in node.entries().values()
        for text in _expanded(weight.key(), vocabularies)
    )


def _near(node: Node, vocabularies: Vocabularies) -> Near:
    entries = node.fields(required=frozenset({"left", "right", "within"}), optional=frozenset({"ordered", "weight"}))
    return Near(
        left=_words(entries["left"], vocabularies),
        right=_words(entries["right"], vocabularies),
        within=entries["within"].whole(),
        ordered=entries["ordered"].flag() if "ordered" in entries else True,
        weight=entries["weight"].positive() if "weight" in entries else 1.0,
    )


def _regexes(node: Node) -> tuple[Regex, ...]:
    if isinstance(node.value, Mapping):
        return tuple(Regex(parse_pattern(weight.key()), weight.positive()) for weight in node.entries().values())
    return (Regex(parse_pattern(node)),)
