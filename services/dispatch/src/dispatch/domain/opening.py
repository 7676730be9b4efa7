"""A case arrives: its assignment begins, with a responsible when the class is sure, else in the manual queue (P1)."""

from dataclasses import replace
from datetime import datetime

from dispatch.domain.assignment import Assignment, Moved, begin
from dispatch.domain.boxes import SignedBox, sign
from dispatch.domain.case_info import CaseInfo
from dispatch.domain.classified import Classification
from dispatch.domain.desk import Desk
from dispatch.domain.facts import Classified, StepAssigned
from dispatch.domain.step_run import start_step

UNSURE = "no rule is sure of the class: a person classifies"
DISPATCH = "dispatch"
"""The signature of moves that the service makes by itself."""


def open_assignment(
    case: CaseInfo, description: str, recorded_by: str, guess: Classification, desk: Desk, *, now: datetime
) -> Moved:
    """The first state. Step 01 counts from the moment the complaint was recorded, the line's step from now on."""
    levels = desk.levels(case, guess, classified=guess.sure)
    box = SignedBox(box="description", text=description, signed_by=recorded_by, signed_at=case.as_of, round=1)
    assignment = Assignment(
        case=case,
        status="awaiting_classification",
        round=1,
        opened_at=case.as_of,
        round_started_at=case.as_of,
        team=guess.team,
        classifications=(guess,),
        service_level=levels,
        running=None,
        due_at=now,
        boxes=(box,),
    )
    if guess.sure:
        return start_line(assignment, guess, desk, by=DISPATCH, now=now)
    return start_classifying(assignment, now=now, since=case.as_of)


def start_classifying(assignment: Assignment, *, now: datetime, since: datetime) -> Moved:
    """Step 01 in the manual queue of the front desk."""
    level = assignment.service_level.of("01")
    run = start_step(
        level, round_number=assignment.round, responsible=level.owner, reason=UNSURE, by=DISPATCH, at=now, since=since
    )
    return begin(assignment, run, "awaiting_classification"), (StepAssigned(run, repair_required=False),)


def start_line(assignment: Assignment, classification: Classification, desk: Desk, *, by: str, now: datetime) -> Moved:
    """The class stands: box 2 is signed and the team's own step begins with a responsible."""
    choice = desk.choose(classification.team, assignment.case.product_model)
    level = assignment.service_level.of(desk.policy.team(classification.team).step)
    run = start_step(
        level, round_number=assignment.round, responsible=choice.responsible, reason=choice.reason, by=by, at=now
    )
    repair_required = desk.needs_repair(assignment.case, classification)
    classified = replace(
        assignment,
        team=classification.team,
        boxes=sign(assignment.boxes, class_box(classification, assignment.round)),
        repair_required=repair_required,
    )
    facts = (Classified(classification), StepAssigned(run, repair_required=repair_required))
    return begin(classified, run, "assigned"), facts


def class_box(classification: Classification, round_number: int) -> SignedBox:
    """Box 2 of F-54: the class in words, signed by who decided."""
    text = (
        f"{classification.category}; severity {classification.severity}; urgency {classification.urgency}; "
        f"team {classification.team}"
    )
    return SignedBox(
        box="classification", text=text, signed_by=classification.by, signed_at=classification.at, round=round_number
    )
