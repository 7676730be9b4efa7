"""The five services with their own settings, and what makes a few aggregates exist in each."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

import dispatch.bootstrap
import dispatch.settings
import intake.bootstrap
import intake.settings
import notification.bootstrap
import notification.settings
import repair.bootstrap
import repair.settings
import survey.bootstrap
import survey.settings
import uvicorn
from chassis.runtime import Runtime
from chassis.settings import ServiceSettings
from contracts.access import Role
from contracts.events.dispatch import CaseResolved, TaskAssigned
from contracts.events.intake import CaseOpened
from contracts.payload import Payload

from tests.support.builders import payload_of
from tests.support.eventually import eventually
from tests.support.running import RunningService, running, settings_for

ROLES: tuple[str, ...] = get_args(Role)
"""Everything is permitted, so that no request ends at 403."""


@dataclass(frozen=True, slots=True)
class Service:
    """How a service is put together and how one aggregate comes to be: returns its path parameters."""

    settings: type[ServiceSettings]
    build: Callable[[ServiceSettings], Runtime]
    seed: Callable[[RunningService], Awaitable[dict[str, str]]]


def _build(settings_type: type[ServiceSettings], build: Callable[..., Runtime]) -> Callable[[ServiceSettings], Runtime]:
    def built(settings: ServiceSettings) -> Runtime:
        assert isinstance(settings, settings_type)
        return build(settings)

    return built


async def _a_case(service: RunningService) -> dict[str, str]:
    body = {
        "kind": "complaint",
        "channel": "hotline",
        "customer": {"name": "Hangzhou Pump Works"},
        "description": "leaks",
        "occurred_at": "2026-03-02T08:30:00Z",
    }
    case = (await service.post("/v1/cases", body, *ROLES)).json()
    return {"case_ref": case["id"], "token": case["tracking_url"].rsplit("/", 1)[1]}


def _of_event(event: type[Payload], ids: Mapping[str, str]) -> Callable[[RunningService], Awaitable[dict[str, str]]]:
    """Seeds by an event; `ids` is path parameter to the list that shows what came of it."""

    async def seed(service: RunningService) -> dict[str, str]:
        case_id = uuid.uuid4().hex
        await service.publish(payload_of(event, case_id=case_id), case_id=case_id)

        async def listed(path: str) -> str:
            items = (await service.get(path, *ROLES)).json()["items"]
            return str(items[0]["id"]) if items else ""

        return {name: await eventually(partial(listed, path), what=path) for name, path in ids.items()}

    return seed


SERVICES: Mapping[str, Service] = {
    "intake": Service(intake.settings.Settings, _build(intake.settings.Settings, intake.bootstrap.build), _a_case),
    "dispatch": Service(
        dispatch.settings.Settings,
        _build(dispatch.settings.Settings, dispatch.bootstrap.build),
        _of_event(CaseOpened, {"assignment_id": "/v1/assignments"}),
    ),
    "repair": Service(
        repair.settings.Settings,
        _build(repair.settings.Settings, repair.bootstrap.build),
        _of_event(TaskAssigned, {"repair_id": "/v1/repairs"}),
    ),
    "survey": Service(
        survey.settings.Settings,
        _build(survey.settings.Settings, survey.bootstrap.build),
        _of_event(CaseResolved, {"follow_up_id": "/v1/follow-ups"}),
    ),
    "notification": Service(
        notification.settings.Settings,
        _build(notification.settings.Settings, notification.bootstrap.build),
        _of_event(TaskAssigned, {"notification_id": "/v1/notifications"}),
    ),
}


@asynccontextmanager
async def served(
    name: str, mongo_url: str, amqp_url: str, directory: Path
) -> AsyncIterator[tuple[RunningService, str]]:
    """The service on a port of 127.0.0.1, as its own server serves it; with its address."""
    service = SERVICES[name]
    key = directory / "tracking.key"
    key.write_text(uuid.uuid4().hex, encoding="ascii")
    values = {**settings_for(name, mongo_url, amqp_url, directory), "tracking_key_file": key}
    settings = service.settings.model_validate(values)
    async with running(settings, lambda: service.build(settings)) as started:
        config = uvicorn.Config(
            started.runtime.app, host="127.0.0.1", port=0, lifespan="off", ws="none", log_config=None, access_log=False
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        try:
            await eventually(lambda: server.started, what=f"{name} listens")
            port = server.servers[0].sockets[0].getsockname()[1]
            yield started, f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            await serving
