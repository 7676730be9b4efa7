"""Commanded: the front desk corrects what was recorded."""

from datetime import datetime, timedelta

from chassis.documents import Change

from intake.domain.case import Case, Details
from intake.domain.lifecycle import amend
from intake.outgoing import outgoing


def handle(
    case_id: str, case: Case, details: Details, *, by: str, now: datetime, clock_tolerance: timedelta
) -> Change[Case]:
    """The corrected case and case.amended."""
    amended, fact = amend(case, details, by=by, now=now, clock_tolerance=clock_tolerance)
    return Change(amended, (outgoing(case_id, fact),))
