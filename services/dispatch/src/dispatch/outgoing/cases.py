"""What becomes of a case: its class, and its end."""

from contracts.events import dispatch as wire
from contracts.payload import Payload

from dispatch.domain import facts as domain
from dispatch.domain.assignment import Assignment

WORDS_SENT = 20
"""How many of the deciding words travel; the assignment keeps all."""


def about_class(assignment: Assignment, fact: domain.Classified | domain.Reclassified) -> Payload:
    """The first class, or another one with its reason."""
    made = fact.classification
    values: dict[str, object] = {
        "case_id": assignment.case.id,
        "number": assignment.case.number,
        "category": made.category,
        "severity": made.severity,
        "urgency": made.urgency,
        "team": assignment.team,
        "ruleset": made.ruleset,
        "ruleset_version": made.ruleset_version,
        "rule": made.rule,
        "confidence": made.confidence,
        "words": made.words[:WORDS_SENT],
        "classified_by": made.by,
        "classified_at": made.at,
    }
    if isinstance(fact, domain.Classified):
        return wire.CaseClassified.model_validate(values)
    previous = {"previous_category": fact.previous.category, "previous_team": fact.previous.team}
    return wire.CaseReclassified.model_validate({**values, **previous, "reason": fact.reason})


def about_end(assignment: Assignment, fact: domain.Resolved) -> Payload:
    """How a round ended, and whom to ask whether it helped."""
    case, resolution = assignment.case, fact.resolution
    return wire.CaseResolved(
        case_id=case.id,
        number=case.number,
        round=resolution.round,
        resolution=resolution.text,
        category=assignment.classification.category,
        team=assignment.team,
        responsible=fact.responsible,
        customer_id=case.customer_id,
        customer_name=case.customer_name,
        customer_grade=case.customer_grade,
        contact_name=case.contact_name,
        contact_phone=case.contact_phone,
        contact_email=case.contact_email,
        language=case.language,
        resolved_by=resolution.by,
        resolved_at=resolution.at,
    )
