"""Assignments as the database holds them."""

from chassis.codec import StateCodec
from chassis.mongo import Json
from dispatch.adapters.mongo_assignments import assignment_lookup
from dispatch.domain.assignment import Assignment

CODEC = StateCodec(Assignment, assignment_lookup)


def document_of(state: Assignment, version: int = 1) -> Json:
    """The document of one assignment."""
    return {"_id": state.case.id, "v": version, **CODEC.fields(state)}
