"""`GET /v1/assignments`: the work queue, by the time left (R3)."""

from typing import Annotated, Literal

from chassis.clock import Clock
from chassis.http import Caller, Instant
from contracts.access import PERMISSIONS
from fastapi import APIRouter, Query

from dispatch.adapters.mongo_queue import MongoQueue
from dispatch.adapters.staff_directory import StaffDirectory
from dispatch.domain.errors import FilterFixed, TeamNotGiven
from dispatch.domain.queue_query import QueueQuery
from dispatch.domain.taking import takeable
from dispatch.domain.words import CategoryName, LevelName, Status, Step
from dispatch.entrypoints.http.callers import Reader, actor
from dispatch.entrypoints.http.schemas import MINE, Responsible, TeamId
from dispatch.entrypoints.http.views_queue import QueueListing, QueueTotal, queue_item

Which = Annotated[
    Literal["mine", "team", "unassigned", "manual"] | None,
    Query(
        description="`mine`: the caller's tasks; `team`: those with the caller's team, or with `team`; `unassigned`: "
        "those that wait for one of the caller's roles, and all that wait for a role in a team which the caller leads "
        "or is an authority over; `manual`: those that wait for a person to classify them. Open cases only."
    ),
]
DueBefore = Annotated[Instant | None, Query(description="The clock runs and is due before this instant")]


def queue_routes(queue: MongoQueue, directory: StaffDirectory, clock: Clock) -> APIRouter:
    """One read."""
    router = APIRouter(prefix="/v1/assignments", tags=["assignments"])

    @router.get("", summary="The work queue, the least time left first; ended cases last")
    async def list_assignments(
        caller: Reader,
        queue_of: Annotated[Which, Query(alias="queue")] = None,
        status: Status | None = None,
        team: Annotated[TeamId | None, Query(description="With whom the running step lies")] = None,
        responsible: Responsible | None = None,
        step: Step | None = None,
        category: CategoryName | None = None,
        severity: LevelName | None = None,
        overdue: bool | None = None,
        due_before: DueBefore = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> QueueListing:
        """Running clocks by their due instant, then clocks that stand still by the working time left, then open cases
        without a running step, then ended ones. A cursor holds for the query that it came with; a case that moves
        while one turns the pages is met where it is by then."""
        _agreed(queue_of, responsible, status)
        now, policy = clock(), await directory.policy()
        organises = bool(caller.roles & PERMISSIONS["assignment.name_responsible"])
        query = QueueQuery(
            open_only=queue_of is not None,
            responsible=caller.address if MINE in (queue_of, responsible) else responsible,
            unassigned=queue_of == "unassigned",
            takeable=takeable(actor(caller), policy, organises=organises) if queue_of == "unassigned" else None,
            team=_own_team(caller, team) if queue_of == "team" else team,
            step=step,
            status="awaiting_classification" if queue_of == "manual" else status,
            category=category,
            severity=severity,
            overdue=overdue,
            due_before=due_before,
        )
        page = await queue.page(query, now, limit=limit, cursor=cursor)
        absent = frozenset(member.address for member in policy.staff if member.is_absent(now))
        return QueueListing(
            items=[queue_item(row, now, absent) for row in page.rows],
            next=page.next,
            as_of=now,
            total=None if page.total is None else QueueTotal(count=page.total.count, exact=page.total.exact),
        )

    return router


def _agreed(queue_of: str | None, responsible: str | None, status: str | None) -> None:
    """Raises `FilterFixed` for a filter that the queue has set already."""
    if responsible is not None and queue_of in (MINE, "unassigned"):
        raise FilterFixed(queue=queue_of, filter="responsible")
    if status is not None and queue_of == "manual":
        raise FilterFixed(queue=queue_of, filter="status")


def _own_team(caller: Caller, team: str | None) -> str:
    """Raises `TeamNotGiven` for a caller who belongs to none and names none."""
    own = team or caller.team
    if own is None:
        raise TeamNotGiven(person=caller.address)
    return own
