"""The team at work on an 8D record: disciplines in order, revisions with a reason, further cases."""

from datetime import datetime, tzinfo
from typing import Annotated
from zoneinfo import ZoneInfo

from chassis.documents import Change
from chassis.http import DocumentId, reply
from chassis.store import Store
from fastapi import APIRouter, Path, Response

from dispatch.adapters.staff_directory import StaffDirectory
from dispatch.domain.assignment import Assignment
from dispatch.domain.quality.corrective_action import CorrectiveAction, Discipline
from dispatch.domain.quality.eight_d import complete_discipline, link_case, revise_discipline
from dispatch.domain.quality.naming import require_known
from dispatch.domain.quality.policy import QualityPolicy
from dispatch.entrypoints.http.callers import Version, actor
from dispatch.entrypoints.http.routes_corrective_actions import ActionWorker, quality_case
from dispatch.entrypoints.http.schemas_quality import DisciplineBody, LinkCaseBody, ReviseBody
from dispatch.entrypoints.http.views_quality import ActionView, action_view
from dispatch.outgoing.quality import capa_change

Named = Annotated[Discipline, Path(description="D1 to D8")]


def discipline_routes(
    actions: Store[CorrectiveAction], assignments: Store[Assignment], policy: QualityPolicy, directory: StaffDirectory
) -> APIRouter:
    """The commands over one store; each needs If-Match."""
    router = APIRouter(prefix="/v1/corrective-actions", tags=["corrective actions"])
    zone: tzinfo = ZoneInfo(policy.timezone)

    @router.post("/{action_id}/disciplines/{discipline}/complete", summary="Complete the present discipline")
    async def complete(
        action_id: DocumentId,
        discipline: Named,
        body: DisciplineBody,
        caller: ActionWorker,
        version: Version,
        response: Response,
    ) -> ActionView:
        people = await directory.policy()

        def completed(state: CorrectiveAction, now: datetime) -> Change[CorrectiveAction]:
            moved = complete_discipline(state, discipline, body.findings(), actor(caller), zone=zone, now=now)
            require_known(body.members, people)
            return capa_change(moved)

        stored = await actions.change(action_id, version, completed)
        return reply(response, stored, action_view)

    @router.post("/{action_id}/disciplines/{discipline}/revise", summary="Supersede a completed discipline")
    async def revise(
        action_id: DocumentId,
        discipline: Named,
        body: ReviseBody,
        caller: ActionWorker,
        version: Version,
        response: Response,
    ) -> ActionView:
        people = await directory.policy()

        def revised(state: CorrectiveAction, now: datetime) -> Change[CorrectiveAction]:
            findings, by = body.findings(), actor(caller)
            moved = revise_discipline(state, discipline, findings, body.reason, by, zone=zone, now=now)
            require_known(body.members, people)
            return capa_change(moved)

        stored = await actions.change(action_id, version, revised)
        return reply(response, stored, action_view)

    @router.post("/{action_id}/cases", summary="The record spans one more case")
    async def link(
        action_id: DocumentId, body: LinkCaseBody, caller: ActionWorker, version: Version, response: Response
    ) -> ActionView:
        case = await quality_case(assignments, policy, body.case_id)
        stored = await actions.change(
            action_id, version, lambda state, _now: capa_change(link_case(state, case, actor(caller)))
        )
        return reply(response, stored, action_view)

    return router
