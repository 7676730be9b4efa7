"""The plain way, first half: store with one insert, publish with one awaited confirm, then answer."""

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aio_pika
from aio_pika import DeliveryMode, Message
from contracts.envelope import CONTENT_TYPE, Envelope
from contracts.events.intake import CaseOpened
from fastapi import FastAPI, Request
from intake.entrypoints.http.schemas import CaseView, OpenCase
from motor.motor_asyncio import AsyncIOMotorClient

from bench.baselines.bare import view

QUEUE = "bench.plain.events"


@asynccontextmanager
async def life(app: FastAPI) -> AsyncIterator[None]:
    """One database client and one confirming channel for the process."""
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(
        os.environ["AFTERSALES_MONGODB_URL"], w="majority", journal=True, tz_aware=True
    )
    connection = await aio_pika.connect(os.environ["AFTERSALES_AMQP_URL"])
    channel = await connection.channel(publisher_confirms=True)
    await channel.declare_queue(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
    app.state.cases = client["bench_plain_intake"]["cases"]
    app.state.channel = channel
    yield
    await connection.close()
    client.close()


app = FastAPI(lifespan=life)


@app.post("/v1/cases", status_code=201)
async def open_case(request: OpenCase, http: Request) -> CaseView:
    """Validate, store, publish, answer."""
    case_id = uuid.uuid4().hex
    answer = view(request, case_id)
    document = answer.model_dump()
    document["_id"] = document.pop("id")
    await http.app.state.cases.insert_one(document)
    body = _event(request, case_id).model_dump_json().encode()
    message = Message(body, delivery_mode=DeliveryMode.PERSISTENT, content_type=CONTENT_TYPE, message_id=case_id)
    await http.app.state.channel.default_exchange.publish(message, QUEUE, mandatory=True)
    return answer


def _event(request: OpenCase, case_id: str) -> Envelope[CaseOpened]:
    now = datetime.now(UTC)
    data = CaseOpened(
        case_id=case_id,
        number="2611-000001-3",
        kind=request.kind,
        channel=request.channel,
        customer_id=request.customer.code or case_id,
        customer_name=request.customer.name,
        customer_grade=request.customer.grade,
        contact_name=request.contact.name,
        contact_email=request.contact.email,
        order_number=request.order_number,
        product_name=request.product.name,
        product_model=request.product.model,
        product_serial=request.product.serial,
        description=request.description,
        occurred_at=request.occurred_at,
        remedy=request.remedy,
        recorded_by="staff:bench",
        opened_at=now,
    )
    return Envelope[CaseOpened](
        id=uuid.uuid4().hex,
        source="/bench",
        type=CaseOpened.type_name(),
        time=now,
        subject=case_id,
        sequence=1,
        correlationid=case_id,
        data=data,
    )
