"""Complaint classification (P1 step 01): `decide(facts, compiled_ruleset)` → category, levels, team, and why.

Standard library only. Rulesets are data: `parse_ruleset` builds one from a mapping, `compile_ruleset` prepares it.
"""

from dispatch.domain.classification.compiled import CompiledRuleset, compile_ruleset
from dispatch.domain.classification.decide import decide
from dispatch.domain.classification.decision import Decision, Reason, RuleMatch, Score
from dispatch.domain.classification.errors import RulesetError
from dispatch.domain.classification.facts import Facts
from dispatch.domain.classification.parsing import parse_ruleset
from dispatch.domain.classification.ruleset import Ruleset
from dispatch.domain.classification.vocabulary import Category, Level

__all__ = [
    "Category",
    "CompiledRuleset",
    "Decision",
    "Facts",
    "Level",
    "Reason",
    "RuleMatch",
    "Ruleset",
    "RulesetError",
    "Score",
    "compile_ruleset",
    "decide",
    "parse_ruleset",
]
