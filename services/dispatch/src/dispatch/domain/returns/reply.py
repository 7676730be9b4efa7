"""What a return tells its assignment: open, and at its end the reply of step 02A (F-54 boxes 3 and 4)."""

from dataclasses import replace
from datetime import datetime

from dispatch.domain.assignment import Assignment, Moved, ReturnNote
from dispatch.domain.finishing import resolve_if_repaired
from dispatch.domain.working import sign_reply

LINE = "02A"
DROPPED = "dropped"
"""The end of a return that was given up: it answers nothing, the line does by hand."""


def measure_text(outcome: str, words: str) -> str:
    """Box 4 of F-54 as the end of a return signs it: what became of the return, then somebody's words."""
    return f"{'return refused' if outcome == 'refused' else outcome}: {words}"


def note_return(assignment: Assignment, note: ReturnNote) -> Assignment:
    """The return goes on, or has ended. An ended one stays ended, whichever of its events comes first; one that was
    given up begins anew with a later authorisation.
    """
    known = next((old for old in assignment.returns if old.round == note.round), None)
    if known is not None and known.outcome is not None:
        if not _begins_anew(known, note):
            return assignment
    elif known is not None:
        note = replace(
            note,
            authorised_at=note.authorised_at or known.authorised_at,
            received_at=note.received_at or known.received_at,
        )
    others = tuple(old for old in assignment.returns if old.round != note.round)
    return replace(assignment, returns=(*others, note))


def _begins_anew(known: ReturnNote, note: ReturnNote) -> bool:
    given_up, authorised = known.dropped_at, note.authorised_at
    return given_up is not None and authorised is not None and authorised > given_up


def end_return(assignment: Assignment, note: ReturnNote, cause: str, measure: str, *, by: str, now: datetime) -> Moved:
    """The return's end is the reply of the line that waits for it; a line that was answered otherwise stays so."""
    noted = note_return(assignment, note)
    run = noted.running
    waits = run is not None and (run.level.step, run.round, noted.status) in {
        (LINE, note.round, "assigned"),
        (LINE, note.round, "accepted"),
    }
    return sign_reply(noted, cause, measure, by=by, now=now) if waits else resolve_if_repaired(noted, now=now)
