"""What all news handlers share: a line in the timeline and, where it fits the round, the next status."""

from collections.abc import Mapping
from datetime import datetime

from chassis.documents import Change, Outcome, Waiting
from contracts.envelope import Envelope
from contracts.payload import Payload

from intake.domain.case import Case, Entry, Status
from intake.domain.lifecycle import progress

NOTE_MAX = 500
"""Longest text taken into a timeline line, in characters, so that a busy case stays small."""


def note(
    case: Case | None,
    event: Envelope[Payload],
    *,
    public: bool,
    round_: int | None = None,
    status: Status | None = None,
    by: str | None = None,
    details: Mapping[str, str | None] | None = None,
    handling: Mapping[str, str | int | datetime | None] | None = None,
) -> Outcome[Case]:
    """The case with the news noted; waits for a case or a round that is not here. `round_` None: the present one."""
    if case is None or (round_ is not None and round_ > case.round):
        return Waiting("the case, or its round, is not here yet")
    entry = Entry(
        what=event.data.TYPE,
        at=event.time,
        round=case.round if round_ is None else round_,
        public=public,
        by=by,
        details={key: value[:NOTE_MAX] for key, value in (details or {}).items() if value},
    )
    return Change(progress(case, entry, status=status, handling=handling or {}, sequence=event.sequence))
