"""An 8D record goes into other hands because its owner is away, and comes back."""

from datetime import datetime

from chassis.documents import Change

from dispatch.domain.covering import Cover
from dispatch.domain.giving_back import Back
from dispatch.domain.policy import Policy
from dispatch.domain.quality.corrective_action import CorrectiveAction
from dispatch.domain.quality.handing_over import cover_action, give_back_action
from dispatch.domain.roster import OnDuty
from dispatch.outgoing.quality import capa_change


def pass_record(
    state: CorrectiveAction, wanted: Cover, policy: Policy, present: OnDuty, *, by: str, now: datetime
) -> Change[CorrectiveAction]:
    """Raises `CorrectiveActionEnded`, `NotInTheseHands`, `AlreadyResponsible`, `UnknownStaff`."""
    return capa_change(cover_action(state, wanted, policy, present, by=by, now=now))


def give_back_record(
    state: CorrectiveAction, wanted: Back, policy: Policy, *, by: str, now: datetime
) -> Change[CorrectiveAction]:
    """Raises `CorrectiveActionEnded`, `NotInTheseHands`, `UnknownStaff`."""
    return capa_change(give_back_action(state, wanted, policy, by=by, now=now))
