"""How a case moves (statuses: architecture §6; stages: ISO 10002). Pure; returns the next case and the fact."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta

from intake.domain.case import (
    ENDED,
    PROGRESS,
    Amended,
    Case,
    Closed,
    Details,
    Entry,
    Handling,
    Opened,
    Outcome,
    Reopened,
    Status,
    Withdrawn,
)
from intake.domain.errors import CaseClosed, NothingToAmend, NotReopenable, NotResolved, OccurredInFuture


def open_case(
    *,
    number: str,
    kind: str,
    channel: str,
    details: Details,
    recorded_by: str,
    tracking_path: str,
    now: datetime,
    clock_tolerance: timedelta,
) -> tuple[Case, Opened]:
    """Record a case (P1 step 01). `clock_tolerance`: how far ahead the reporter's clock may be (OccurredInFuture)."""
    if details.occurred_at > now + clock_tolerance:
        raise OccurredInFuture
    case = Case(
        number=number,
        kind=kind,
        channel=channel,
        details=details,
        status="received",
        recorded_by=recorded_by,
        received_at=now,
        timeline=(Entry(what="case.opened", at=now, round=1, public=True, by=recorded_by),),
    )
    return case, Opened(case, tracking_path)


def amend(case: Case, details: Details, *, by: str, now: datetime, clock_tolerance: timedelta) -> tuple[Case, Amended]:
    """Correct what was recorded. Raises CaseClosed, OccurredInFuture, NothingToAmend."""
    if case.status in ENDED:
        raise CaseClosed(status=case.status)
    if details.occurred_at > now + clock_tolerance:
        raise OccurredInFuture
    changed = tuple(
        field.name for field in fields(Details) if getattr(details, field.name) != getattr(case.details, field.name)
    )
    if not changed:
        raise NothingToAmend
    entry = Entry("case.amended", now, case.round, public=False, by=by, details={"changed": ", ".join(changed)})
    amended = replace(case, details=details, timeline=(*case.timeline, entry))
    return amended, Amended(amended, changed, by, now)


def withdraw(case: Case, reason: str, *, by: str, now: datetime) -> tuple[Case, Withdrawn]:
    """End the case because the customer wants so. Raises CaseClosed."""
    if case.status in ENDED:
        raise CaseClosed(status=case.status)
    entry = Entry("case.withdrawn", now, case.round, public=True, by=by, details={"reason": reason})
    ended = replace(case, status="withdrawn", ended_at=now, timeline=(*case.timeline, entry))
    return ended, Withdrawn(ended, reason, by, now)


def reopen(case: Case, reason: str, *, by: str, now: datetime) -> tuple[Case, Reopened]:
    """Bring a resolved or closed case back: a new round begins (ISO 10002: right of appeal). Raises NotReopenable."""
    if case.status not in ("resolved", "closed"):
        raise NotReopenable(status=case.status)
    number = case.round + 1
    entry = Entry("case.reopened", now, number, public=True, by=by, details={"reason": reason})
    again = replace(
        case,
        status="reopened",
        round=number,
        outcome=None,
        ended_at=None,
        handling=replace(case.handling, escalation_level=0, resolution=None, due_at=None),
        timeline=(*case.timeline, entry),
    )
    return again, Reopened(again, reason, by, now)


def close(case: Case, outcome: Outcome, *, by: str, now: datetime) -> tuple[Case, Closed]:
    """End a resolved case by the customer's answer, or the lack of one. Raises NotResolved."""
    if case.status != "resolved":
        raise NotResolved(status=case.status)
    entry = Entry("case.closed", now, case.round, public=True, by=by, details={"outcome": outcome})
    ended = replace(case, status="closed", outcome=outcome, ended_at=now, timeline=(*case.timeline, entry))
    return ended, Closed(ended, outcome, now)


def progress(
    case: Case,
    entry: Entry,
    *,
    status: Status | None = None,
    handling: Mapping[str, str | int | datetime | None],
    sequence: int,
) -> Case:
    """Note news about the case; it moves forward within its round, never back, and an ended case stays ended.

    `sequence` orders what one teller says about `handling`: a field that newer news have set stays as it is.
    """
    noted = replace(case, timeline=(*case.timeline, entry))
    if entry.round != case.round or case.status in ENDED:
        return noted
    noted = replace(noted, handling=_informed(case.handling, handling, sequence))
    if status is not None and PROGRESS.index(status) > PROGRESS.index(case.status):
        noted = replace(noted, status=status)
    return noted


def _informed(known: Handling, news: Mapping[str, str | int | datetime | None], sequence: int) -> Handling:
    fresh = {name: value for name, value in news.items() if sequence >= known.told.get(name, 0)}
    told = {**known.told, **dict.fromkeys(fresh, sequence)}
    return replace(known, **fresh, told=told)  # type: ignore[arg-type]  # callers name Handling's fields
