"""What the company decided about follow-up and improvement: data, read once, frozen into each aggregate (P1 04, P2)."""

from dataclasses import dataclass

from survey.domain.clock import Limit


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    """How the customer is asked.

    `retry` is the wait after an attempt that did not reach him, `items` are the rows of form F-57, and of those
    `decisive_items` must be answered. Addresses such as `role:marketing_staff`.
    """

    limit: Limit
    retry: Limit
    max_attempts: int
    addressee: str
    overdue_addressee: str
    items: tuple[str, ...]
    decisive_items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EscalationLevel:
    """At this fraction of the limit (1.0 = when it runs out) the late measure becomes this authority's matter."""

    fraction: float
    addressee: str


@dataclass(frozen=True, slots=True)
class ImprovementRules:
    """How long a measure may take and who hears of a late one.

    `default_responsible` and `default_team` answer when the resolved round named nobody (P2 04: sales director).
    """

    limit: Limit
    escalation: tuple[EscalationLevel, ...]
    default_responsible: str
    default_team: str


@dataclass(frozen=True, slots=True)
class SurveyPolicy:
    """Everything configurable of this service; `name` and `version` are kept with what was decided by it."""

    name: str
    version: int
    follow_up: FollowUpRules
    improvement: ImprovementRules

    @property
    def reference(self) -> str:
        """Such as `default@1`."""
        return f"{self.name}@{self.version}"
