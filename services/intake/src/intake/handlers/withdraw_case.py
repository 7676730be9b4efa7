"""Commanded: the customer no longer pursues the case."""

from datetime import datetime

from chassis.documents import Change

from intake.domain.case import Case
from intake.domain.lifecycle import withdraw
from intake.outgoing import outgoing


def handle(case_id: str, case: Case, reason: str, *, by: str, now: datetime) -> Change[Case]:
    """The ended case and case.withdrawn."""
    ended, fact = withdraw(case, reason, by=by, now=now)
    return Change(ended, (outgoing(case_id, fact),))
