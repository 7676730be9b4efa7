"""The ruleset that a process starts with, with what identifies it."""

from dataclasses import dataclass
from pathlib import Path

from dispatch.adapters.ruleset_text import checked_rules
from dispatch.adapters.ruleset_yaml import shipped_ruleset_source
from dispatch.domain.classification import CompiledRuleset, RulesetError
from dispatch.domain.classification.mistakes import Mistake
from dispatch.domain.rulesets.record import RulesText


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """The prepared ruleset and its text; what a database without rules is given at first."""

    compiled: CompiledRuleset
    text: RulesText


def rules_in_force(path: Path | None) -> RulesInForce:
    """The file's ruleset, else the shipped one; raises `RulesetError` for content, `OSError` for the file."""
    try:
        source = shipped_ruleset_source() if path is None else path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RulesetError([Mistake("not_utf8", params={"byte": error.start})]) from error
    checked = checked_rules(source)
    return RulesInForce(checked.compiled, checked.text)
