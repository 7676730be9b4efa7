"""What a return refuses."""

from dispatch.domain.errors import DispatchError


class ReturnStepNotAllowed(DispatchError):
    """The return's status has no such move."""

    code = "return_step_not_allowed"


class EntitledToReturn(DispatchError):
    """A refusal of what law or promise grants."""

    code = "entitled_to_return"


class VerdictAgainst(DispatchError):
    """An authorisation that the policy does not grant, without the word goodwill."""

    code = "verdict_against"


class ReasonNeeded(DispatchError):
    """Where the facts do not decide, the person who does gives the reason."""

    code = "reason_needed"


class ReturnPending(DispatchError):
    """An authorised return has not ended."""

    code = "return_pending"
