"""A minimal valid ruleset as plain data, to be changed by each test, and short ways to decide by it."""

from functools import cache

from dispatch.adapters.ruleset_yaml import compiled_default, prepared
from dispatch.domain.classification import CompiledRuleset, Decision, Facts, decide, parse_ruleset

Data = dict[str, object]

FALLBACK: Data = {"id": "fallback", "category": "other", "weight": 0.5}


def rule(identifier: str, category: str, **parts: object) -> Data:
    return {"id": identifier, "category": category, **parts}


def ruleset_data(*rules: Data, **changes: object) -> Data:
    data: Data = {
        "name": "test",
        "version": 3,
        "language": {"negations": ["不", "没有", "not"], "clause_breaks": ",.", "ignore": [], "fold_traditional": True},
        "scoring": {"confidence_threshold": 0.5, "evidence_half": 1.0, "repeat_decay": 0.5},
        "teams": {
            "return_exchange": "returns",
            "software_fault": "software",
            "product_quality": "quality",
            "product_design": "rnd",
            "delivery": "sales",
            "service": "sales",
            "commercial": "sales",
            "usage": "support",
            "other": "sales",
        },
        "rules": [FALLBACK, *rules],
        "severity": {"default": "medium", "given": "floor", "rules": []},
        "urgency": {"default": "low", "rules": []},
    }
    return data | changes


@cache
def default_rules() -> CompiledRuleset:
    """The shipped ruleset, compiled once for all tests of the process; it is immutable."""
    return compiled_default()


def compiled(*rules: Data, **changes: object) -> CompiledRuleset:
    return prepared(parse_ruleset(ruleset_data(*rules, **changes)))


def classify(text: str, *rules: Data, **changes: object) -> Decision:
    return decide(Facts(text=text), compiled(*rules, **changes))
