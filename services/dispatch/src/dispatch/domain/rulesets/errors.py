"""What a ruleset refuses in its life from draft to retirement."""

from dispatch.domain.errors import DispatchError


class RulesetFixed(DispatchError):
    """Only a draft changes: what was published stays as it is, a change is a new draft made from it."""

    code = "ruleset_fixed"


class RulesetOvertaken(DispatchError):
    """Another ruleset was published between reading and writing."""

    code = "ruleset_overtaken"


class RulesetStillInForce(DispatchError):
    """The ruleset in force ends by another one being published, so that there is always one."""

    code = "ruleset_still_in_force"


class RulesetNamesUnknown(DispatchError):
    """Rules name teams or service levels that the policy does not know."""

    code = "ruleset_names_unknown"


class ReportTooLong(DispatchError):
    """The window is longer than a report may look."""

    code = "report_too_long"


class ReportTooWide(DispatchError):
    """The window holds more than can be added up in the time that a report may take."""

    code = "report_too_wide"
