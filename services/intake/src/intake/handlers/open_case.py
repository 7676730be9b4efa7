"""Commanded: a clerk, a front end or a machine records a case."""

from datetime import datetime, timedelta

from chassis.documents import Change

from intake.domain.case import Case, Details
from intake.domain.lifecycle import open_case
from intake.outgoing import outgoing


def handle(
    case_id: str,
    *,
    number: str,
    kind: str,
    channel: str,
    details: Details,
    recorded_by: str,
    tracking_path: str,
    now: datetime,
    clock_tolerance: timedelta,
) -> Change[Case]:
    """The new case and case.opened."""
    case, fact = open_case(
        number=number,
        kind=kind,
        channel=channel,
        details=details,
        recorded_by=recorded_by,
        tracking_path=tracking_path,
        now=now,
        clock_tolerance=clock_tolerance,
    )
    return Change(case, (outgoing(case_id, fact),))
