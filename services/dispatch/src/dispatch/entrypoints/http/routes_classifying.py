"""The manual queue and corrections: a person gives a case its class (P1 step 01)."""

from chassis.clock import Clock
from chassis.http import DocumentId, reply
from chassis.store import Store
from fastapi import APIRouter, Response

from dispatch.adapters.preparation import Preparation, Rules
from dispatch.domain.assignment import Assignment
from dispatch.domain.classification import Category
from dispatch.entrypoints.http.callers import Classifier, Version, actor
from dispatch.entrypoints.http.schemas import ClassifyBody, ReclassifyBody
from dispatch.entrypoints.http.views import AssignmentView, assignment_view
from dispatch.handlers.classify_case import PersonsClass, classify_case, reclassify_case


def classifying_routes(
    assignments: Store[Assignment], preparation: Preparation, rules: Rules, clock: Clock
) -> APIRouter:
    """The commands over one store; each needs If-Match."""
    router = APIRouter(prefix="/v1/assignments", tags=["classification"])

    async def wanted(body: ClassifyBody) -> PersonsClass:
        teams = (await rules.current()).ruleset.teams
        return PersonsClass(
            category=body.category,
            team=body.team or teams[Category(body.category)],
            severity=body.severity,
            urgency=body.urgency,
            reason=body.reason,
        )

    @router.post("/{assignment_id}/classify", summary="Classify a case of the manual queue")
    async def classify(
        assignment_id: DocumentId, body: ClassifyBody, caller: Classifier, version: Version, response: Response
    ) -> AssignmentView:
        asked = await wanted(body)
        desk = await preparation.desk(asked.team, clock())
        stored = await assignments.change(
            assignment_id, version, lambda state, now: classify_case(state, asked, actor(caller), desk, now=now)
        )
        return reply(response, stored, assignment_view)

    @router.post("/{assignment_id}/reclassify", summary="Correct the class, with a reason")
    async def reclassify(
        assignment_id: DocumentId, body: ReclassifyBody, caller: Classifier, version: Version, response: Response
    ) -> AssignmentView:
        asked = await wanted(body)
        desk = await preparation.desk(asked.team, clock())
        stored = await assignments.change(
            assignment_id,
            version,
            lambda state, now: reclassify_case(state, asked, body.reason, actor(caller), desk, now=now),
        )
        return reply(response, stored, assignment_view)

    return router
