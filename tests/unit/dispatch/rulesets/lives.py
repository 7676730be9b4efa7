"""Short ways to rulesets at points of their life."""

from datetime import UTC, datetime, timedelta

from dispatch.adapters.ruleset_text import checked_rules
from dispatch.domain.rulesets.record import InForce, RulesetRecord, RulesText, Signed, draft

from tests.unit.dispatch.builders import RULES

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TEXT: RulesText = checked_rules(RULES).text
OTHER: RulesText = checked_rules(RULES.replace("wants-back", "asks-back")).text
BY = "staff:author"


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def in_force(number: int = 7, ruleset_id: str = "first") -> InForce:
    return InForce(ruleset_id, number, TEXT, Signed("dispatch", NOW))


def drafted(text: RulesText = OTHER) -> RulesetRecord:
    return draft(text, "clearer", BY, NOW, based_on="first")
