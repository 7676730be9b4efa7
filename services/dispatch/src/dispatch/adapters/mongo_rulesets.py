"""How rulesets lie in the database: their versions, and the one document that says which is in force."""

from typing import Final

RULESETS: Final = "rulesets"
BY_CHANGE: Final = "state.changed.at"
STATUS: Final = "state.status"
NUMBER: Final = "state.number"
RULESET_INDEXES: Final = (((BY_CHANGE, -1), ("_id", -1)), ((STATUS, 1), (BY_CHANGE, -1), ("_id", -1)))

RULES_IN_FORCE: Final = "rules_in_force"
THE_ONE: Final = "rules"
"""The id of the one document."""
