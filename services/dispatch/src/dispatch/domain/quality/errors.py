"""What 8D records and feeds refuse."""

from dispatch.domain.errors import DispatchError


class DisciplineOutOfOrder(DispatchError):
    """D1 to D8 follow one another."""

    code = "discipline_out_of_order"


class DisciplineIncomplete(DispatchError):
    """Something that this discipline must tell is missing, or does not belong to it."""

    code = "discipline_incomplete"


class NothingToRevise(DispatchError):
    """A discipline that was not completed cannot be revised."""

    code = "nothing_to_revise"


class EffectNotProven(DispatchError):
    """The effect is verified after the action was implemented, and not in the future."""

    code = "effect_not_proven"


class OwnerInactive(DispatchError):
    """Somebody who does not work here any more cannot own a record."""

    code = "owner_inactive"


class UnknownMembers(DispatchError):
    """The team of D1 are people whom the company knows."""

    code = "unknown_members"


class CorrectiveActionEnded(DispatchError):
    """All eight disciplines stand; the record is closed."""

    code = "corrective_action_ended"


class NoQualityCase(DispatchError):
    """An 8D record is about known cases of a quality category."""

    code = "no_quality_case"


class CaseAlreadyLinked(DispatchError):
    """The record spans this case already, or as many as it can."""

    code = "case_already_linked"


class NotYourFeed(DispatchError):
    """Each department sees its own cases; directors see all (R8)."""

    code = "not_your_feed"


class SubscriptionEnded(DispatchError):
    """The subscription was ended before."""

    code = "subscription_ended"
