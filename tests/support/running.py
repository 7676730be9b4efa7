"""One service as it runs, beside a broker and a database: speak to it by HTTP and by events, and listen to it."""

import asyncio
import secrets
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import aio_pika
from aio_pika.abc import AbstractExchange, AbstractIncomingMessage
from chassis.runtime import Runtime
from chassis.settings import ServiceSettings
from chassis.topology import LADDER, Topology
from contracts.codec import Undecodable, dump, parse
from contracts.envelope import CONTENT_TYPE, Envelope
from contracts.payload import Payload
from contracts.subscriptions import SUBSCRIPTIONS
from httpx import ASGITransport, AsyncClient, Response
from localstack.tokens import Person, issue
from pymongo import MongoClient

from tests.support.eventually import eventually

P = TypeVar("P", bound=Payload)
PATIENCE = 20.0


@dataclass(slots=True)
class RunningService:
    """A started service. `heard` are all events on the broker, in the order of arrival, the test's own included."""

    runtime: Runtime
    client: AsyncClient
    exchange: AbstractExchange
    key: str
    heard: list[Envelope[Payload]] = field(default_factory=list)

    async def publish(self, payload: Payload, *, case_id: str, event_id: str | None = None) -> str:
        """Put an event on the broker as its publisher would; returns its id."""
        envelope = Envelope[Payload](
            id=event_id or uuid.uuid4().hex,
            source=f"/aftersales/{payload.PUBLISHER}",
            type=payload.type_name(),
            time=datetime.now(UTC),
            subject=case_id,
            sequence=1,
            correlationid=case_id,
            data=payload,
        )
        message = aio_pika.Message(
            dump(envelope),
            content_type=CONTENT_TYPE,
            message_id=envelope.id,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await self.exchange.publish(message, payload.routing_key(), mandatory=True)
        return envelope.id

    def events(self, event: type[P], case_id: str) -> list[P]:
        """What was heard of one kind about one case."""
        found = [envelope.data for envelope in self.heard if envelope.correlationid == case_id]
        return [payload for payload in found if isinstance(payload, event)]

    async def hears(self, event: type[P], case_id: str, count: int = 1) -> list[P]:
        """Waits until so many events of the kind were heard about the case."""
        await eventually(
            lambda: len(self.events(event, case_id)) >= count, within=PATIENCE, what=f"{count} x {event.TYPE}"
        )
        return self.events(event, case_id)

    async def get(self, path: str, *roles: str, **params: str | int) -> Response:
        """GET as a person with these roles, or as nobody."""
        return await self.client.get(path, headers=self.headers(roles), params=params)

    async def post(
        self, path: str, body: object, *roles: str, version: int | None = None, headers: dict[str, str] | None = None
    ) -> Response:
        """POST as a person with these roles, for a version."""
        match = {} if version is None else {"If-Match": f'"{version}"'}
        return await self.client.post(path, json=body, headers=self.headers(roles) | match | (headers or {}))

    async def exists(self, path: str, role: str) -> None:
        """Waits until the resource is there."""

        async def found() -> bool:
            return (await self.get(path, role)).status_code != 404

        await eventually(found, within=PATIENCE, what=path)

    async def shows(self, path: str, role: str, status: str) -> None:
        """Waits until the resource has a status."""

        async def reached() -> bool:
            return bool((await self.get(path, role)).json().get("status") == status)

        await eventually(reached, within=PATIENCE, what=f"{path} {status}")

    def headers(self, roles: tuple[str, ...]) -> dict[str, str]:
        """Authorization of a staff member named after the first role."""
        if not roles:
            return {}
        token = issue(Person(roles=roles, staff=roles[0]), self.key, datetime.now(UTC))
        return {"Authorization": f"Bearer {token}"}

    async def hear(self, message: AbstractIncomingMessage) -> None:
        """Takes up what came from the broker."""
        async with message.process():
            for decoded in parse(message.body, message.content_type or ""):
                assert not isinstance(decoded, Undecodable), decoded
                self.heard.append(decoded)


def settings_for(service: str, mongo_url: str, amqp_url: str, directory: Path) -> dict[str, object]:
    """Settings of a service that shares nothing with other tests: own database, own names on the broker, own key."""
    name = f"{service}_{uuid.uuid4().hex[:12]}"
    key_file = directory / "key"
    key_file.write_text(secrets.token_hex(32), encoding="ascii")
    return {
        "mongodb_url": mongo_url,
        "mongodb_database": f"test_{name}",
        "amqp_url": amqp_url,
        "broker_namespace": f"{name}.",
        "auth_key_file": key_file,
        "timer_interval": 0.05,
    }


@asynccontextmanager
async def running(settings: ServiceSettings, build: Callable[[], Runtime]) -> AsyncIterator[RunningService]:
    """Starts the service and listens to the broker; leaves neither database nor queues behind."""
    bindings = {name: [event.routing_key() for event in events] for name, events in SUBSCRIPTIONS.items()}
    topology = Topology(bindings, settings.delivery_limit, LADDER, settings.broker_namespace)
    runtime = build()
    async with AsyncExitStack() as stack:
        connection = await aio_pika.connect(settings.amqp_url.get_secret_value())
        stack.push_async_callback(connection.close)
        stack.push_async_callback(asyncio.to_thread, _drop, settings)
        channel = await connection.channel(publisher_confirms=True)
        exchange = await topology.declare(channel)
        stack.push_async_callback(_forget, runtime, connection, topology)
        listener = await channel.declare_queue(exclusive=True, auto_delete=True)
        await listener.bind(exchange, "#")
        transport = ASGITransport(app=runtime.app, raise_app_exceptions=False)
        client = await stack.enter_async_context(AsyncClient(transport=transport, base_url="http://service"))
        assert settings.auth_key_file is not None
        key = settings.auth_key_file.read_text(encoding="ascii")
        service = RunningService(runtime, client, exchange, key)
        await listener.consume(service.hear)
        await stack.enter_async_context(runtime.app.router.lifespan_context(runtime.app))
        yield service


async def _forget(runtime: Runtime, connection: aio_pika.abc.AbstractConnection, topology: Topology) -> None:
    channel = await connection.channel()
    for service in topology.bindings:
        names = [topology.events_queue(service), topology.dead_queue(service)]
        for queue in [*names, *(topology.retry_queue(service, rung) for rung in topology.ladder)]:
            await channel.queue_delete(queue)
    await channel.queue_delete(topology.unrouted)
    await channel.exchange_delete(topology.exchange)
    await channel.exchange_delete(topology.unrouted)


def _drop(settings: ServiceSettings) -> None:
    with MongoClient[dict[str, object]](settings.mongodb_url.get_secret_value()) as client:
        client.drop_database(str(settings.mongodb_database))
