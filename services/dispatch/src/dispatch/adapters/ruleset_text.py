"""The text of a ruleset: read with bounds, checked, its version written in place; what is exported is what was kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from dispatch.adapters.ruleset_yaml import prepared, ruleset_data
from dispatch.domain.classification import CompiledRuleset, RulesetError, parse_ruleset
from dispatch.domain.rulesets.record import RulesText

MOST_CHARACTERS: Final = 400_000
MOST_EVENTS: Final = 100_000
"""Of the YAML parser: scalars, and begins and ends of lists and mappings."""
MOST_DEPTH: Final = 20
BYTE_ORDER_MARK: Final = "\ufeff"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class CheckedRules:
    """A text that makes a usable ruleset, with that ruleset."""

    text: RulesText
    compiled: CompiledRuleset


def checked_rules(source: str, number: int | None = None) -> CheckedRules:
    """Everything that can be wrong with a text is found here; takes up to seconds of CPU for a large one.

    With `number` the text's version becomes that. Raises `RulesetError`.
    """
    source = source.removeprefix(BYTE_ORDER_MARK)
    _require_plain_yaml(source)
    data = ruleset_data(source)
    parse_ruleset(data)
    if number is not None:
        source = with_version(source, number)
        data = ruleset_data(source)
    ruleset = parse_ruleset(data)
    compiled = prepared(ruleset)
    digest = hashlib.sha256(source.encode()).hexdigest()
    return CheckedRules(RulesText(ruleset.name, source, digest, len(ruleset.rules)), compiled)


def source_of(content: Mapping[str, object]) -> str:
    """YAML of a ruleset given as plain data."""
    return str(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=120))


def with_version(source: str, number: int) -> str:
    """The text with another version and everything else, comments included, as it was. Raises `RulesetError`."""
    root = yaml.compose(source, Loader=_LOADER)
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value == "version":
                return f"{source[: value.start_mark.index]}{number}{source[value.end_mark.index :]}"
    raise RulesetError("version", "required field is missing")


def _require_plain_yaml(source: str) -> None:
    """Bounded in size and depth, one document, no aliases, no key twice: before anything is built of it."""
    if len(source) > MOST_CHARACTERS:
        raise RulesetError("", f"longer than {MOST_CHARACTERS} characters")
    try:
        _require_bounds(source)
        _require_unique_keys(yaml.compose(source, Loader=_LOADER))
    except yaml.YAMLError as error:
        raise RulesetError("", f"not valid YAML: {error}") from error


def _require_bounds(source: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(source, Loader=_LOADER)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            raise RulesetError("", f"line {_line(event)}: aliases are not allowed, name a vocabulary")
        if depth > MOST_DEPTH:
            raise RulesetError("", f"line {_line(event)}: nested deeper than {MOST_DEPTH}")
        if count > MOST_EVENTS:
            raise RulesetError("", "too many entries")


def _line(event: yaml.Event) -> int:
    return 0 if event.start_mark is None else event.start_mark.line + 1


def _require_unique_keys(root: object) -> None:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise RulesetError("", f"line {key.start_mark.line + 1}: a key must be a word")
                name = str(key.value)
                if name in seen:
                    raise RulesetError("", f"line {key.start_mark.line + 1}: the key {name[:100]!r} stands twice")
                seen.add(name)
                waiting.append(value)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
