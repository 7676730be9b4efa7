"""Do the rules speak of teams and service levels that exist?"""

from dispatch.domain.classification import Ruleset
from dispatch.domain.policy import Policy
from dispatch.domain.rulesets.errors import RulesetNamesUnknown


def unknown_names(ruleset: Ruleset, policy: Policy) -> tuple[str, ...]:
    """Teams and service levels that the rules name and the policy does not know, in order, each once."""
    teams = [*ruleset.teams.values(), *(rule.team for rule in ruleset.rules if rule.team is not None)]
    levels = [rule.service_level for rule in ruleset.rules if rule.service_level is not None]
    known = {row.service_level for row in policy.rows}
    return tuple(
        dict.fromkeys(
            [team for team in teams if team not in policy.teams] + [level for level in levels if level not in known]
        )
    )


def require_known_names(ruleset: Ruleset, policy: Policy) -> None:
    """Raises `RulesetNamesUnknown`: a slip in a team's name would send its cases to the lead."""
    unknown = unknown_names(ruleset, policy)
    if unknown:
        raise RulesetNamesUnknown(names=", ".join(unknown))
