"""What an assignment refuses; `code` is stable, `params` fill the text that the caller reads."""

from typing import ClassVar


class DispatchError(Exception):
    """Root of the refusals of this service."""

    code: ClassVar[str]

    def __init__(self, **params: str) -> None:
        super().__init__(", ".join([self.code, *(f"{name}={value}" for name, value in params.items())]))
        self.params = params


class ActionNotAllowed(DispatchError):
    """The assignment's status or step has no such move."""

    code = "action_not_allowed"


class NotResponsible(DispatchError):
    """Neither the responsible, nor of the responsible role, nor an authority over the step."""

    code = "not_responsible"


class ResponsibleNotNamed(DispatchError):
    """Step 02B ends by naming the project manager; only that person can reply (seed 000, table 2-53)."""

    code = "responsible_not_named"


class AlreadyResponsible(DispatchError):
    """The task is in these hands already."""

    code = "already_responsible"


class UnknownTeam(DispatchError):
    """No such team in the policy."""

    code = "unknown_team"


class UnknownStaff(DispatchError):
    """No such person in the policy, or not one who works for the step's team."""

    code = "unknown_staff"


class RepairPending(DispatchError):
    """A repair that this round needs has not ended."""

    code = "repair_pending"


class ClassUnchanged(DispatchError):
    """A correction that corrects nothing."""

    code = "class_unchanged"


class PauseReasonUnknown(DispatchError):
    """The policy allows no pause for this reason."""

    code = "pause_reason_unknown"


class AlreadyPaused(DispatchError):
    """The clock stands still already."""

    code = "already_paused"


class NotPaused(DispatchError):
    """The clock is running."""

    code = "not_paused"


class UnknownCalendar(DispatchError):
    """No such calendar in the policy."""

    code = "unknown_calendar"


class AbsenceUnknown(DispatchError):
    """The person has no such absence."""

    code = "absence_unknown"


class NotOverTeam(DispatchError):
    """Neither the person concerned nor an authority over the team."""

    code = "not_over_team"


class FilterFixed(DispatchError):
    """The queue says already what this filter would ask for."""

    code = "filter_fixed"


class TeamNotGiven(DispatchError):
    """The caller belongs to no team and names none."""

    code = "team_not_given"


class NotInTheseHands(DispatchError):
    """The task has passed to somebody else."""

    code = "not_in_these_hands"
