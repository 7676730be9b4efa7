"""The text of a ruleset: read with bounds, checked, its version written in place; what is exported is what was kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from dispatch.adapters.ruleset_patterns import re2_pattern
from dispatch.adapters.ruleset_source import LOADER, RulesetSource, read_source
from dispatch.adapters.ruleset_yaml import prepared, ruleset_data
from dispatch.domain.classification import CompiledRuleset, Ruleset, RulesetError, parse_ruleset
from dispatch.domain.classification.mistakes import Mistake
from dispatch.domain.rulesets.record import RulesText

BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class CheckedRules:
    """A text that makes a usable ruleset, with that ruleset."""

    text: RulesText
    compiled: CompiledRuleset


def checked_rules(source: str, number: int | None = None) -> CheckedRules:
    """Everything that can be wrong with a text is found here; takes up to seconds of CPU for a large one.

    With `number` the text's version becomes that. Raises `RulesetError` with all mistakes, each with its line.
    """
    source = source.removeprefix(BYTE_ORDER_MARK)
    ruleset = _checked(source, read_source(source))
    if number is not None:
        source = with_version(source, number)
        ruleset = parse_ruleset(ruleset_data(source))
    compiled = prepared(ruleset)
    digest = hashlib.sha256(source.encode()).hexdigest()
    return CheckedRules(RulesText(ruleset.name, source, digest, len(ruleset.rules)), compiled)


def source_of(content: Mapping[str, object]) -> str:
    """YAML of a ruleset given as plain data."""
    return str(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=120))


def with_version(source: str, number: int) -> str:
    """The text with another version and everything else, comments included, as it was. Raises `RulesetError`."""
    root = yaml.compose(source, Loader=LOADER)
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value == "version":
                return f"{source[: value.start_mark.index]}{number}{source[value.end_mark.index :]}"
    raise RulesetError([Mistake("missing_field", ("version",))])


def _checked(source: str, read: RulesetSource) -> Ruleset:
    try:
        data = ruleset_data(source)
    except RulesetError as error:
        raise read.located(RulesetError([*read.mistakes, *error.mistakes])) from error
    try:
        return parse_ruleset(data, re2_pattern, read.mistakes)
    except RulesetError as error:
        raise read.located(error) from error
