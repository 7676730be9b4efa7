"""The service as a composition root sees it: stores, subscriptions, timers and routes put together, then run."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar, cast

import uvicorn
from contracts.access import PERMISSIONS
from contracts.payload import Payload
from contracts.subscriptions import SUBSCRIPTIONS
from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from chassis import logs
from chassis.application import application
from chassis.apply import EventFactory
from chassis.assembly import assemble
from chassis.auth import authenticator
from chassis.clock import Clock, system_clock
from chassis.codec import Lookup
from chassis.dispatcher import AnyStore, Reaction
from chassis.documents import Timer
from chassis.group_commit import GroupCommit
from chassis.identifiers import new_id
from chassis.indexes import Fields, Index
from chassis.leaving_server import LeavingServer
from chassis.lifecycle import DRAIN_STEPS, Lifecycle
from chassis.migrations import Migration
from chassis.problems import ProblemText
from chassis.server import BoundedProtocol
from chassis.settings import ServiceSettings
from chassis.store import Store, StorePolicy
from chassis.subscription import HasNow, Prepare, Subscription
from chassis.timers import Fire, TimerSweeper
from chassis.topology import LADDER, Rung

S = TypeVar("S")
C = TypeVar("C", bound=HasNow)


class Runtime:
    """Everything one service process holds. Nothing connects before `start`; `run` does all of it.

    `ladder` and `consumers` (who gets which events) make the shared topology: every service must be given the same.
    """

    def __init__(
        self,
        service: str,
        settings: ServiceSettings,
        *,
        clock: Clock = system_clock,
        ladder: Sequence[Rung] = LADDER,
        consumers: Mapping[str, Sequence[type[Payload]]] = SUBSCRIPTIONS,
    ) -> None:
        self.parts = assemble(service, settings, clock, ladder, consumers)
        self.lifecycle = Lifecycle(self.parts)
        self.settings = settings
        self.clock = clock
        self.metrics = self.parts.metrics
        self.mongo_database = self.parts.database
        self.authenticator = authenticator(settings, PERMISSIONS)
        self._app: FastAPI | None = None

    def store(
        self,
        name: str,
        state_type: type[S],
        *,
        timers: Callable[[S], Sequence[Timer]] | None = None,
        indexes: Sequence[Index | Fields] = (),
        unique: Sequence[str] = (),
        lookup: Lookup[S] | None = None,
    ) -> Store[S]:
        """A collection of aggregates. `timers` derives all pending timers from a state; `unique` names fields.

        `lookup` derives plain values from a state, one of them `key`; they are written beside it as `lookup`, for
        queries and indexes. An index must begin with `lookup.key`.
        """
        parts, settings = self.parts, self.settings
        collection = parts.database[name]
        commit = GroupCommit(
            collection,
            size=settings.group_commit_size,
            flushes=settings.group_commit_flushes,
            patience=settings.storage_patience,
            observe=parts.metrics.commit_size.observe,
        )
        store = Store(
            collection,
            state_type,
            timers=timers or _no_timers,
            indexes=indexes,
            unique=unique,
            factory=EventFactory(f"/aftersales/{parts.service}", new_id),
            clock=self.clock,
            commit=commit,
            relay=parts.relay,
            policy=StorePolicy(settings.storage_patience, timedelta(days=settings.inbox_retention_days)),
            lookup=lookup,
        )
        parts.relay.serve(name, collection)
        parts.commits.append(commit)
        parts.stores.append(cast("Store[object]", store))
        return store

    def subscribe(self, *subscriptions: Subscription) -> None:  # type: ignore[type-arg]  # heterogeneous by nature
        """React to events; each subscription has tied its handler to its store.

        An event has at most one effect on a document: where two handlers of one store name the same document for the
        same event, the first decides.
        """
        for subscription in subscriptions:
            reaction = Reaction(cast("AnyStore", subscription.store), subscription.key, subscription.handler)
            self.parts.reactions.setdefault(subscription.event.type_name(), []).append(reaction)

    def prepare(self, prepare: Prepare[C]) -> None:
        """Set what makes the context of handlers and timers."""
        self.parts.prepare = prepare

    def on_timer(self, store: Store[S], fire: Fire[S]) -> None:
        """Fire the store's timers with `fire`."""
        sweeper = TimerSweeper(
            store,
            fire,
            self.parts.context,
            self.clock,
            self.metrics,
            interval=self.settings.timer_interval,
            page=self.settings.timer_page,
            lease=self.settings.lease,
        )
        self.parts.timers.append(cast("TimerSweeper[object]", sweeper))

    def migrate(self, *migrations: Migration) -> None:
        """Bring the database up to date with these before anything else happens at start."""
        self.parts.migrations.extend(migrations)

    def http(
        self,
        *,
        title: str,
        routers: Sequence[APIRouter],
        problems: Mapping[str, ProblemText] | None = None,
        domain_errors: Sequence[type[Exception]] = (),
        shortcuts: Mapping[tuple[str, str], ASGIApp] | None = None,
    ) -> FastAPI:
        """Make the application, which starts and drains the runtime with its lifespan."""
        self._app = application(
            title=title,
            routers=routers,
            problems=problems or {},
            domain_errors=domain_errors,
            authenticator=self.authenticator,
            health=self.lifecycle.health,
            metrics=self.metrics,
            spans=self.parts.spans,
            body_limit=self.settings.body_limit,
            shortcuts=shortcuts,
            start=self.lifecycle.start,
            drain=self.lifecycle.drain,
        )
        return self._app

    @property
    def app(self) -> FastAPI:
        """The application; raises RuntimeError before `http` made it."""
        if self._app is None:
            raise RuntimeError("http() has not been called")
        return self._app

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; 0 after a clean drain, 1 when a background task died."""
        logs.configure(self.parts.service, self.settings.log_level)
        patience = self.settings.drain_timeout / DRAIN_STEPS
        config = uvicorn.Config(
            self.app,
            host=self.settings.service_host,
            port=self.settings.service_port,
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=max(1, int(patience)),
            server_header=False,
            lifespan="on",
            http=BoundedProtocol,
            proxy_headers=False,
        )
        server = LeavingServer(config, self.lifecycle.begin_to_end, patience)
        self.lifecycle.on_failure = server.leave
        server.run()
        return 1 if self.lifecycle.failed or not server.started else 0


def _no_timers(_: object) -> Sequence[Timer]:
    return ()
