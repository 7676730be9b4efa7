"""What the rules of a case refuse; `code` is stable."""

from typing import ClassVar


class CaseError(Exception):
    """Base of all refusals."""

    code: ClassVar[str] = "conflict"

    def __init__(self, **params: str) -> None:
        super().__init__(self.code)
        self.params = params


class CaseClosed(CaseError):
    """The case ended; only reopening is possible."""

    code = "case_ended"


class NotReopenable(CaseError):
    """Only a resolved or closed case can come back."""

    code = "case_not_reopenable"


class NotResolved(CaseError):
    """Only a resolved case can be closed."""

    code = "case_not_resolved"


class OccurredInFuture(CaseError):
    """Nobody can report what has not happened."""

    code = "occurred_in_future"


class InvalidCaseNumber(CaseError):
    """The check digit does not fit: a digit was misheard or mistyped."""

    code = "invalid_case_number"


class NothingToAmend(CaseError):
    """An amendment must change something."""

    code = "nothing_to_amend"
