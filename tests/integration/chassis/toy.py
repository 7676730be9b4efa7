"""A toy service on the chassis: visits, made by events or over HTTP, with a reminder as timer.

Effects are visible: `seen` names every event that had an effect, `reminders` counts fired timers.
Words in a case's description choose misfortunes: see `on_opened`.
"""

import weakref
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

import httpx
from chassis.clock import Clock, system_clock
from chassis.documents import Change, Ignored, Outcome, Outgoing, Stored, Timer, Waiting
from chassis.http import Caller, DocumentId, Instant, Line, Listing, StrictModel, if_match, permit, reply
from chassis.idempotency import document_id, fingerprint, idempotency_key
from chassis.problems import ProblemText
from chassis.runtime import Runtime
from chassis.settings import ServiceSettings
from chassis.store import Store
from chassis.subscription import HasNow, StoreName, Subscription
from chassis.topology import Rung
from contracts.envelope import Envelope
from contracts.events.intake import CaseAmended, CaseClosed, CaseOpened
from contracts.events.survey import FollowUpOverdue, FollowUpScheduled
from fastapi import APIRouter, Query, Request, Response
from pydantic import SecretStr

from tests.support.builders import KEY, payload_of, unique

LADDER = (Rung("1s", 100), Rung("10s", 200))
CONSUMED = (CaseOpened, CaseAmended, CaseClosed)


@dataclass(frozen=True)
class Visit:
    """One aggregate."""

    number: str
    status: Literal["open", "closed"] = "open"
    due_at: datetime | None = None
    reminders: int = 0
    seen: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    blob: str = ""
    extra: dict[str, object] | None = None


class NotOpen(Exception):
    """The visit is closed."""

    code = "visit_not_open"


def visit_timers(visit: Visit) -> Sequence[Timer]:
    """One reminder while open."""
    return [] if visit.due_at is None or visit.status == "closed" else [Timer("remind", visit.due_at)]


def scheduled(case_id: str, now: datetime) -> Outgoing:
    """An event that leaves with a write."""
    return Outgoing(payload_of(FollowUpScheduled, case_id=case_id, follow_up_id=case_id, scheduled_at=now), case_id)


def on_opened(visit: Visit | None, event: Envelope[CaseOpened], context: HasNow) -> Outcome[Visit]:
    """Schedules; the description can ask for a fault, a state that is too large, or one with an impossible key."""
    words = event.data.description
    if words == "poison":
        raise ValueError("personal words of the customer")
    present = visit or Visit(number=event.data.number)
    after = replace(present, seen=(*present.seen, event.id))
    if words == "huge":
        after = replace(after, blob="x" * 17_000_000)
    if words == "unencodable":
        after = replace(after, extra={"a\0b": 1})
    if words == "strange":
        after = replace(after, due_at=words)  # type: ignore[arg-type]
    if words.startswith("due "):
        after = replace(after, due_at=context.now + timedelta(seconds=float(words.removeprefix("due "))))
    return Change(after, [scheduled(event.data.case_id, context.now)])


def on_amended(visit: Visit | None, event: Envelope[CaseAmended], context: HasNow) -> Outcome[Visit]:
    """Another possible first event."""
    if visit is not None and visit.status == "closed":
        return Ignored("closed")
    present = visit or Visit(number=event.data.number)
    return Change(replace(present, seen=(*present.seen, event.id)), [scheduled(event.data.case_id, context.now)])


def on_closed(visit: Visit | None, event: Envelope[CaseClosed], context: HasNow) -> Outcome[Visit]:
    """Needs a predecessor."""
    if visit is None:
        return Waiting("the visit is not known yet")
    return Change(replace(visit, status="closed", seen=(*visit.seen, event.id)))


def on_reminder(visit: Visit, timer: Timer, context: HasNow) -> Change[Visit]:
    """Counts and tells."""
    assert timer.due <= context.now
    overdue = payload_of(FollowUpOverdue, case_id=visit.number, due_at=timer.due, overdue_at=context.now)
    return Change(replace(visit, due_at=None, reminders=visit.reminders + 1), [Outgoing(overdue, visit.number)])


def subscriptions(visits: StoreName[Visit]) -> Sequence[Subscription]:  # type: ignore[type-arg]  # heterogeneous
    """What the toy reacts to."""
    return (
        Subscription(event=CaseOpened, store=visits, key=lambda e: [e.data.case_id], handler=on_opened),
        Subscription(event=CaseAmended, store=visits, key=lambda e: [e.data.case_id], handler=on_amended),
        Subscription(event=CaseClosed, store=visits, key=lambda e: [e.data.case_id], handler=on_closed),
    )


class OpenVisit(StrictModel):
    """Body of the creating POST."""

    number: Line
    due_at: Instant | None = None
    extra: dict[str, object] | None = None


class AddNote(StrictModel):
    """Body of the changing POST."""

    note: Line


class VisitView(StrictModel):
    """What callers see."""

    id: str
    number: str
    status: str
    notes: tuple[str, ...]
    reminders: int


def view(stored: Stored[Visit]) -> VisitView:
    """State to view."""
    visit = stored.state
    return VisitView(
        id=stored.id, number=visit.number, status=visit.status, notes=visit.notes, reminders=visit.reminders
    )


def add_note(visit: Visit, note: str) -> Change[Visit]:
    """Pure command."""
    if visit.status != "open":
        raise NotOpen
    return Change(replace(visit, notes=(*visit.notes, note)))


def routes(store: Store[Visit]) -> APIRouter:
    """All routes of the toy."""
    router = APIRouter(prefix="/v1/visits", tags=["visits"])

    @router.post("", status_code=201, response_model=VisitView, summary="Open")
    async def open_visit(
        request: Request,
        body: OpenVisit,
        caller: Annotated[Caller, permit("follow_up.record")],
        key: Annotated[str, idempotency_key()],
        response: Response,
    ) -> VisitView:
        visit = Visit(number=body.number, due_at=body.due_at, extra=body.extra)
        change = Change(visit, [scheduled(body.number, system_clock())])
        stored, _ = await store.create(document_id(caller.address, key), change, fingerprint(await request.body()))
        return reply(response, stored, view)

    @router.post("/{visit_id}/notes", response_model=VisitView, summary="Note")
    async def note(
        visit_id: DocumentId,
        body: AddNote,
        caller: Annotated[Caller, permit("follow_up.record")],
        version: Annotated[int, if_match()],
        response: Response,
    ) -> VisitView:
        return reply(response, await store.change(visit_id, version, lambda v, _: add_note(v, body.note)), view)

    @router.get("/{visit_id}", response_model=VisitView, summary="Read")
    async def read(
        visit_id: DocumentId, caller: Annotated[Caller, permit("follow_up.read")], response: Response
    ) -> VisitView:
        return reply(response, await store.get(visit_id), view)

    @router.get("", response_model=Listing[VisitView], summary="List")
    async def visits(
        caller: Annotated[Caller, permit("follow_up.read")],
        status: Literal["open", "closed"] | None = None,
        cursor: str | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[VisitView]:
        filters = {} if status is None else {"state.status": status}
        page = await store.page(filters, sort="state.number", limit=limit, cursor=cursor)
        return Listing(items=[view(item) for item in page.items], next=page.next)

    return router


@dataclass(frozen=True)
class Toy:
    """A composed toy: one replica."""

    runtime: Runtime
    visits: Store[Visit]
    namespace: str

    async def visit(self, visit_id: str) -> Visit | None:
        """State in the database."""
        stored = await self.visits.find(visit_id)
        return None if stored is None else stored.state

    async def raw(self, visit_id: str) -> dict[str, object]:
        """The whole document."""
        found = await self.visits.collection.find_one({"_id": visit_id})
        assert found is not None
        return found

    def client(self) -> httpx.AsyncClient:
        """Requests to the application without starting anything: events stay in their documents."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self.runtime.app), base_url="http://toy")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[httpx.AsyncClient]:
        """Start, hand out a client, drain."""
        app = self.runtime.app
        async with app.router.lifespan_context(app), self.client() as client:
            yield client


def settings(mongo_url: str, amqp_url: str, directory: Path, **changes: object) -> ServiceSettings:
    """Fast sweeps, private names."""
    key_file = directory / "auth.key"
    key_file.write_text(KEY)
    name = unique("toy")
    base: dict[str, object] = {
        "mongodb_url": SecretStr(mongo_url),
        "mongodb_database": name,
        "amqp_url": SecretStr(amqp_url),
        "broker_namespace": f"{name}.",
        "auth_key_file": key_file,
        "outbox_sweep_interval": 0.1,
        "outbox_sweep_age": 0.3,
        "timer_interval": 0.05,
        "lease": 1.0,
        "drain_timeout": 6.0,
    }
    return ServiceSettings.model_validate({**base, **changes})


def compose(
    chosen: ServiceSettings,
    *,
    clock: Clock = system_clock,
    ladder: Sequence[Rung] = LADDER,
    service: str = "toy",
) -> Toy:
    """The toy's composition root; without a start nothing stops it, so its connections go with it."""
    runtime = Runtime(service, chosen, clock=clock, ladder=ladder, consumers={service: CONSUMED})
    visits = runtime.store("visits", Visit, timers=visit_timers, indexes=[[("state.number", 1)]])
    runtime.subscribe(*subscriptions(visits))
    runtime.on_timer(visits, on_reminder)
    runtime.http(
        title="Toy",
        routers=[routes(visits)],
        problems={"visit_not_open": ProblemText(409, "回访已结束", "The visit is closed")},
        domain_errors=(NotOpen,),
    )
    weakref.finalize(runtime.app, runtime.parts.mongo.close)
    return Toy(runtime, visits, chosen.broker_namespace)
