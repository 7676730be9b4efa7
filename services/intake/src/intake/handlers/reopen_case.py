"""Commanded: the customer does not accept the result, told to the front desk or by the tracking link."""

from datetime import datetime

from chassis.documents import Change

from intake.domain.case import Case
from intake.domain.lifecycle import reopen
from intake.outgoing import outgoing


def handle(case_id: str, case: Case, reason: str, *, by: str, now: datetime) -> Change[Case]:
    """The next round of the case and case.reopened."""
    again, fact = reopen(case, reason, by=by, now=now)
    return Change(again, (outgoing(case_id, fact),))
