"""What the choice of a responsible needs to know at the moment it is made."""

from dataclasses import dataclass

from dispatch.domain.case_info import CaseInfo
from dispatch.domain.classified import Classification
from dispatch.domain.level_selection import LevelKey, freeze_levels
from dispatch.domain.policy import Policy
from dispatch.domain.roster import Choice, OnDuty, choose
from dispatch.domain.service_level import ServiceLevel


@dataclass(frozen=True, slots=True)
class Desk:
    """The policy, who is on duty, and the turn reserved for this case."""

    policy: Policy
    on_duty: OnDuty
    turn: int

    def choose(self, team: str) -> Choice:
        """The responsible of the team's first step."""
        return choose(self.policy, self.on_duty, team, self.turn)

    def levels(self, case: CaseInfo, classification: Classification, *, classified: bool) -> ServiceLevel:
        """The service level to freeze for a case of this class."""
        key = LevelKey(classification.severity, classification.category, case.customer_grade, case.kind)
        return freeze_levels(self.policy, key, classification.team, classified)

    def needs_repair(self, case: CaseInfo, classification: Classification) -> bool:
        """Whether the policy wants a repair order for such a case."""
        rule = self.policy.repair
        return case.remedy in rule.remedies and (case.kind in rule.kinds or classification.category in rule.categories)
