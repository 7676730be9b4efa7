"""The ruleset in force, with what identifies it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dispatch.adapters.ruleset_yaml import prepared, ruleset_from_yaml, shipped_ruleset_source
from dispatch.domain.classification import CompiledRuleset, RulesetError


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """The prepared ruleset and the SHA-256 of its source text."""

    compiled: CompiledRuleset
    digest: str


def rules_in_force(path: Path | None) -> RulesInForce:
    """The file's ruleset, else the shipped one; raises `RulesetError` for content, `OSError` for the file."""
    try:
        source = shipped_ruleset_source() if path is None else path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RulesetError("", f"not UTF-8 (byte {error.start})") from error
    compiled = prepared(ruleset_from_yaml(source))
    return RulesInForce(compiled, hashlib.sha256(source.encode()).hexdigest())
