"""What a rule's ``where`` asks of the case's fields: a value, a list of values, or a mapping of checks."""

from collections.abc import Mapping

from dispatch.domain.classification.errors import PatternRefused
from dispatch.domain.classification.node import Node
from dispatch.domain.classification.ruleset import FieldCheck, FieldTest
from dispatch.domain.classification.vocabulary import AMOUNT_FIELD, FIELD_NAMES

MOST_PATTERN_CHARACTERS = 500
_BOUNDS = frozenset({"at_least", "at_most", "present"})
_CHECKS = frozenset({"in", "not_in", "present", "matches"})


def parse_where(node: Node) -> tuple[tuple[FieldTest, ...], tuple[FieldCheck, ...]]:
    """The plain tests and the further checks."""
    tests: list[FieldTest] = []
    checks: list[FieldCheck] = []
    for name, entry in node.entries().items():
        if name not in FIELD_NAMES:
            entry.refuse("unknown_case_field", known=", ".join(FIELD_NAMES))
        elif name == AMOUNT_FIELD or isinstance(entry.value, Mapping):
            checks.append(_check(name, entry))
        else:
            tests.append(FieldTest(name, frozenset(entry.texts())))
    return tuple(tests), tuple(checks)


def parse_pattern(node: Node) -> str:
    """A regular expression as written; refused when the engine, if one was given, cannot use it."""
    pattern, engine = node.text(MOST_PATTERN_CHARACTERS), node.reading.engine
    if pattern and engine is not None:
        try:
            engine(pattern)
        except PatternRefused as refused:
            node.refuse(refused.mistake.code, **refused.mistake.params)
    return pattern


def _check(name: str, node: Node) -> FieldCheck:
    entries = node.fields(required=frozenset(), optional=_BOUNDS if name == AMOUNT_FIELD else _CHECKS)
    if not entries:
        node.refuse("empty")
    check = FieldCheck(
        field=name,
        values=frozenset(entries["in"].texts()) if "in" in entries else None,
        excluded=frozenset(entries["not_in"].texts()) if "not_in" in entries else frozenset(),
        present=entries["present"].flag() if "present" in entries else None,
        matches=parse_pattern(entries["matches"]) if "matches" in entries else None,
        at_least=entries["at_least"].whole(0) if "at_least" in entries else None,
        at_most=entries["at_most"].whole(0) if "at_most" in entries else None,
    )
    if check.at_least is not None and check.at_most is not None and check.at_least > check.at_most:
        node.refuse("bounds_crossed")
    return check
