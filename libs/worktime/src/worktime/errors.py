"""What this library raises: every error is a `ValueError` with a sentence that names the offending value."""


class WorktimeError(ValueError):
    """Root of the library's errors, so that a caller can turn all of them into one problem document."""


class CalendarError(WorktimeError):
    """A calendar that cannot be built, or a question it cannot answer (no working time, out of range)."""


class InstantError(WorktimeError):
    """An instant without time zone, or outside the years that can be computed."""


class LedgerError(WorktimeError):
    """An impossible ledger, or a transition its state does not allow."""
