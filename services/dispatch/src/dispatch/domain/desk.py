"""What the choice of a responsible needs to know at the moment it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dispatch.domain.case_info import CaseInfo
from dispatch.domain.classified import Classification
from dispatch.domain.level_selection import LevelKey, freeze_levels
from dispatch.domain.policy import Policy
from dispatch.domain.roster import Choice, OnDuty, choose, present_or_deputy
from dispatch.domain.service_level import ServiceLevel


@dataclass(frozen=True, slots=True)
class Desk:
    """The policy, who is on duty, the turn reserved for this case, and how many tasks lie open in whose hands."""

    policy: Policy
    on_duty: OnDuty
    turn: int
    loads: Mapping[str, int] = field(default_factory=dict)

    def choose(self, team: str, model: str | None = None) -> Choice:
        """The responsible of the team's first step, for a product model when it is known."""
        return choose(self.policy, self.on_duty, team, self.turn, self.loads, model)

    def back_to(self, responsible: str, team: str, reason: str, model: str | None = None) -> Choice:
        """Whoever had the case before; absent, the deputy; without one, whoever the team chooses now."""
        back = present_or_deputy(self.policy, self.on_duty, responsible, reason)
        if back.responsible not in self.on_duty.absent:
            return back
        anew = self.choose(team, model)
        return Choice(anew.responsible, f"{reason}; {responsible} is absent without a deputy: {anew.reason}")

    def levels(self, case: CaseInfo, classification: Classification, *, classified: bool) -> ServiceLevel:
        """The service level to freeze for a case of this class."""
        key = LevelKey(
            severity=classification.severity,
            category=classification.category,
            grade=case.customer_grade,
            kind=case.kind,
            service_level=classification.service_level,
        )
        return freeze_levels(self.policy, key, classification.team, classified)

    def needs_repair(self, case: CaseInfo, classification: Classification) -> bool:
        """Whether the policy wants a repair order for such a case."""
        rule = self.policy.repair
        return case.remedy in rule.remedies and (case.kind in rule.kinds or classification.category in rule.categories)
