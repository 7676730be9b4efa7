"""What the handlers of this service are given beside state and event."""

from dataclasses import dataclass
from datetime import datetime

from survey.domain.policy import SurveyPolicy


@dataclass(frozen=True, slots=True)
class SurveyContext:
    """The instant (UTC) and the policy in force, which new aggregates freeze."""

    now: datetime
    policy: SurveyPolicy
