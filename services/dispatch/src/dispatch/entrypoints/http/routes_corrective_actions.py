"""8D records to look at and to open, over one or several quality cases (R8)."""

from typing import Annotated

from chassis.http import Caller, DocumentId, Listing, permit, reply
from chassis.idempotency import document_id, fingerprint, idempotency_key
from chassis.runtime import Runtime
from chassis.store import Store
from fastapi import APIRouter, Query, Response

from dispatch.adapters.mongo_feeds import CAPA_BY_DUE
from dispatch.adapters.staff_directory import StaffDirectory
from dispatch.domain.assignment import Assignment
from dispatch.domain.errors import UnknownTeam
from dispatch.domain.quality.corrective_action import CapaStatus, CaseRef, CorrectiveAction
from dispatch.domain.quality.eight_d import open_action
from dispatch.domain.quality.errors import NoQualityCase
from dispatch.domain.quality.naming import choose_owner
from dispatch.domain.quality.policy import QualityPolicy
from dispatch.domain.roster import on_duty
from dispatch.entrypoints.http.schemas import MINE, Responsible, TeamId
from dispatch.entrypoints.http.schemas_quality import OpenActionBody
from dispatch.entrypoints.http.views_quality import ActionLine, ActionView, action_line, action_view
from dispatch.outgoing.quality import capa_change

ActionReader = Annotated[Caller, permit("capa.read")]
ActionWorker = Annotated[Caller, permit("capa.work")]
Key = Annotated[str, idempotency_key()]


async def quality_case(assignments: Store[Assignment], policy: QualityPolicy, case_id: str) -> CaseRef:
    """A case that an 8D record may be about; raises `NoQualityCase`."""
    stored = await assignments.find(case_id)
    if stored is None or stored.state.classification.category not in policy.categories:
        raise NoQualityCase(case=case_id)
    return CaseRef(stored.id, stored.state.case.number)


def action_routes(
    runtime: Runtime,
    actions: Store[CorrectiveAction],
    assignments: Store[Assignment],
    policy: QualityPolicy,
    directory: StaffDirectory,
) -> APIRouter:
    """Reads and the opening; the disciplines are another router's."""
    router = APIRouter(prefix="/v1/corrective-actions", tags=["corrective actions"])

    @router.get("", summary="List 8D records, the most urgent first")
    async def list_actions(
        caller: ActionReader,
        status: CapaStatus | None = None,
        team: Annotated[TeamId | None, Query()] = None,
        owner: Responsible | None = None,
        case_id: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9:._-]{1,200}$")] = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[ActionLine]:
        given = {
            "state.status": status,
            "state.team": team,
            "state.owner": caller.address if owner == MINE else owner,
            "state.cases.id": case_id,
        }
        filters = {field: value for field, value in given.items() if value is not None}
        page = await actions.page(filters, sort=CAPA_BY_DUE, limit=limit, cursor=cursor)
        return Listing(items=[action_line(stored) for stored in page.items], next=page.next)

    @router.get("/{action_id}", summary="One 8D record")
    async def read_action(action_id: DocumentId, caller: ActionReader, response: Response) -> ActionView:  # noqa: ARG001
        return reply(response, await actions.get(action_id), action_view)

    @router.post("", status_code=201, summary="Open an 8D record for quality cases")
    async def open_record(body: OpenActionBody, caller: ActionWorker, key: Key, response: Response) -> ActionView:
        """An owner who is absent is stood in for by the deputy, without one there by the lead of the team; `held` says
        so."""
        people = await directory.policy()
        if body.team not in people.teams:
            raise UnknownTeam(team=body.team)
        now = runtime.clock()
        owner = choose_owner(body.owner, body.team, people, on_duty(people, now))
        cases = [await quality_case(assignments, policy, case_id) for case_id in dict.fromkeys(body.case_ids)]
        action_id = document_id(f"capa:{caller.address}", key)
        moved = open_action(
            action_id, body.title, body.team, owner, tuple(cases), policy.stages, by=caller.address, now=now
        )
        print_ = fingerprint(body.model_dump_json().encode())
        stored, _ = await actions.create(action_id, capa_change(moved), print_, now)
        return reply(response, stored, action_view)

    return router
