"""The class of a case changes: a person gives or corrects it, or an amended description is read again (R2)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from dispatch.domain.assignment import Assignment, Moved, finish, require_status
from dispatch.domain.boxes import sign
from dispatch.domain.classified import Classification
from dispatch.domain.desk import Desk
from dispatch.domain.errors import ClassUnchanged, UnknownTeam
from dispatch.domain.facts import Classified, Fact, Reclassified
from dispatch.domain.opening import DISPATCH, class_box, start_line
from dispatch.domain.words import Status

AMENDED = "the case was amended"
AT_WORK: Final[tuple[Status, ...]] = ("assigned", "accepted")
"""While the line works on the case, another class moves it."""
CORRECTABLE: Final[tuple[Status, ...]] = (*AT_WORK, "replied", "communicated", "resolved", "closed", "withdrawn")


def classify(assignment: Assignment, classification: Classification, desk: Desk, *, now: datetime) -> Moved:
    """A person ends step 01. Raises `ActionNotAllowed`, `UnknownTeam`."""
    require_status(assignment, "classify", "awaiting_classification")
    _require_team(classification, desk)
    return _leave_step_01(assignment, classification, desk, by=classification.by, now=now)


def reclassify(
    assignment: Assignment, classification: Classification, desk: Desk, *, reason: str, now: datetime
) -> Moved:
    """A person corrects the class. While the line works on it, another team starts afresh with its own step.

    Once the line has answered, and after the end, the correction is kept as the truth about the case and moves nothing.
    Raises `ActionNotAllowed`, `UnknownTeam`, `ClassUnchanged`.
    """
    require_status(assignment, "reclassify", *CORRECTABLE)
    _require_team(classification, desk)
    moves = assignment.status in AT_WORK
    unmoved = not moves or classification.team == assignment.team
    if classification.same_class(assignment.classification) and unmoved:
        raise ClassUnchanged(category=classification.category, team=classification.team)
    if not moves:
        return _keep_truth(assignment, classification, reason=reason)
    return _replace_class(assignment, classification, desk, reason=reason, by=classification.by, now=now)


def reassess(assignment: Assignment, guess: Classification, desk: Desk, *, now: datetime) -> Moved:
    """The rules read an amended case again, as long as nobody accepted it and no person classified it.

    A decision that is not sure, or that says the same, changes nothing.
    """
    if not may_reassess(assignment) or not guess.sure:
        return assignment, ()
    if assignment.status == "awaiting_classification":
        return _leave_step_01(assignment, guess, desk, by=DISPATCH, now=now)
    if guess.same_class(assignment.classification):
        return assignment, ()
    return _replace_class(assignment, guess, desk, reason=AMENDED, by=DISPATCH, now=now)


def may_reassess(assignment: Assignment) -> bool:
    """Whether the rules may still decide: unaccepted, first in its hands, and not classified by a person."""
    if assignment.status == "awaiting_classification":
        return assignment.running is not None
    run = assignment.running
    untouched = run is not None and len(run.holdings) == 1 and run.level.step != "reply"
    return assignment.status == "assigned" and untouched and not assignment.classification.by_person


def _leave_step_01(
    assignment: Assignment, classification: Classification, desk: Desk, *, by: str, now: datetime
) -> Moved:
    ended, late = finish(assignment, "done", by=by, at=now)
    classified = replace(
        ended,
        classifications=(*ended.classifications, classification),
        service_level=desk.levels(ended.case, classification, classified=True),
    )
    started, facts = start_line(classified, classification, desk, by=by, now=now)
    return started, (*late, *facts)


def _replace_class(
    assignment: Assignment, classification: Classification, desk: Desk, *, reason: str, by: str, now: datetime
) -> Moved:
    previous = assignment.classification
    corrected = replace(
        assignment,
        classifications=(*assignment.classifications, classification),
        service_level=desk.levels(assignment.case, classification, classified=True),
    )
    told = Reclassified(classification=classification, previous=previous, reason=reason)
    if classification.team == assignment.team:
        boxes = sign(corrected.boxes, class_box(classification, corrected.round))
        needed = desk.needs_repair(corrected.case, classification)
        return replace(corrected, boxes=boxes, repair_required=needed), (told,)
    ended, late = finish(corrected, "superseded", by=by, at=now)
    started, facts = start_line(ended, classification, desk, by=by, now=now)
    return started, (*late, told, *_without_classified(facts))


def _keep_truth(assignment: Assignment, classification: Classification, *, reason: str) -> Moved:
    corrected = replace(
        assignment,
        classifications=(*assignment.classifications, classification),
        boxes=sign(assignment.boxes, class_box(classification, assignment.round)),
    )
    return corrected, (Reclassified(classification, previous=assignment.classification, reason=reason),)


def _without_classified(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if not isinstance(fact, Classified))


def _require_team(classification: Classification, desk: Desk) -> None:
    if classification.team not in desk.policy.teams:
        raise UnknownTeam(team=classification.team)
