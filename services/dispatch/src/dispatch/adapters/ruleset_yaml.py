"""Rulesets from YAML files, and the traditional→simplified character table they are read with."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

import yaml
from opencc import OpenCC

from dispatch.adapters.ruleset_patterns import re2_pattern
from dispatch.adapters.ruleset_source import LOADER, yaml_mistake
from dispatch.domain.classification import CompiledRuleset, Ruleset, RulesetError, compile_ruleset, parse_ruleset
from dispatch.domain.classification.mistakes import Mistake
from dispatch.domain.classification.normalise import Folding

DEFAULT_RULESET = "default"

_IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00))


def ruleset_from_yaml(source: str) -> Ruleset:
    """Parse YAML text; raises `RulesetError` with the line for bad YAML and with the places for a bad ruleset."""
    return parse_ruleset(ruleset_data(source), re2_pattern)


def ruleset_data(source: str) -> object:
    """The plain data in YAML text, for callers that store it; raises `RulesetError` for bad YAML."""
    try:
        return yaml.load(source, Loader=LOADER)  # noqa: S506 - it is a safe one
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise RulesetError([yaml_mistake(error, source)]) from error


def load_ruleset(path: Path) -> Ruleset:
    """Read a ruleset file (UTF-8); raises `RulesetError` for content, `OSError` for the file."""
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RulesetError([Mistake("not_utf8", params={"byte": error.start})]) from error
    return ruleset_from_yaml(source)


def shipped_ruleset_source(name: str = DEFAULT_RULESET) -> str:
    """The YAML text of a ruleset that comes with the package."""
    return (files("dispatch") / "rulesets" / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def traditional_folding() -> Folding:
    """Traditional → simplified, one character to one character, as `str.translate` wants it.

    OpenCC converts words; a table of single characters is what makes normalisation cheap per text.
    """
    characters = [chr(point) for block in _IDEOGRAPHS for point in block]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, simplified, strict=True)
    return MappingProxyType({ord(old): new for old, new in pairs if old != new})


def compiled_default() -> CompiledRuleset:
    """The shipped default ruleset, ready for `decide`."""
    return prepared(ruleset_from_yaml(shipped_ruleset_source()))


def prepared(ruleset: Ruleset) -> CompiledRuleset:
    """The ruleset ready for `decide`; raises `RulesetError` for a regular expression that cannot be used."""
    return compile_ruleset(ruleset, traditional_folding(), re2_pattern)
