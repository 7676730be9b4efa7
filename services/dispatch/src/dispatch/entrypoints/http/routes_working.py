"""The responsible's commands: accept, hand over, name the responsible, reply."""

from chassis.http import DocumentId, reply
from chassis.store import Store
from fastapi import APIRouter, Response

from dispatch.adapters.staff_directory import StaffDirectory
from dispatch.domain.assignment import Assignment
from dispatch.entrypoints.http.callers import Namer, Version, Worker, actor
from dispatch.entrypoints.http.schemas import HandOverBody, NameResponsibleBody, ReplyBody
from dispatch.entrypoints.http.views import AssignmentView, assignment_view
from dispatch.handlers.accept_task import accept_task
from dispatch.handlers.hand_over_task import hand_over_task
from dispatch.handlers.name_responsible import name_responsible
from dispatch.handlers.reply_to_task import reply_to_task


def working_routes(assignments: Store[Assignment], directory: StaffDirectory) -> APIRouter:
    """The commands over one store; each needs If-Match and a hand in the task."""
    router = APIRouter(prefix="/v1/assignments", tags=["work"])

    @router.post("/{assignment_id}/accept", summary="Take the task")
    async def accept(assignment_id: DocumentId, caller: Worker, version: Version, response: Response) -> AssignmentView:
        stored = await assignments.change(
            assignment_id, version, lambda state, now: accept_task(state, actor(caller), now=now)
        )
        return reply(response, stored, assignment_view)

    @router.post("/{assignment_id}/hand-over", summary="Give the task to a colleague, with a note")
    async def hand_over(
        assignment_id: DocumentId, body: HandOverBody, caller: Worker, version: Version, response: Response
    ) -> AssignmentView:
        policy = await directory.policy()
        stored = await assignments.change(
            assignment_id,
            version,
            lambda state, now: hand_over_task(state, actor(caller), body.to, body.note, policy, now=now),
        )
        return reply(response, stored, assignment_view)

    @router.post("/{assignment_id}/name-responsible", summary="Name the project manager (step 02B)")
    async def name(
        assignment_id: DocumentId, body: NameResponsibleBody, caller: Namer, version: Version, response: Response
    ) -> AssignmentView:
        policy = await directory.policy()
        stored = await assignments.change(
            assignment_id,
            version,
            lambda state, now: name_responsible(state, actor(caller), body.responsible, body.note, policy, now=now),
        )
        return reply(response, stored, assignment_view)

    @router.post("/{assignment_id}/reply", summary="Sign cause and measure (F-54 boxes 3 and 4)")
    async def reply_to(
        assignment_id: DocumentId, body: ReplyBody, caller: Worker, version: Version, response: Response
    ) -> AssignmentView:
        stored = await assignments.change(
            assignment_id,
            version,
            lambda state, now: reply_to_task(
                state, actor(caller), body.cause, body.measure, body.repair_required, now=now
            ),
        )
        return reply(response, stored, assignment_view)

    return router
