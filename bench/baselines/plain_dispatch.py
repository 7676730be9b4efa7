"""The plain way, second half: one message, the same decision, one insert, its events published one by one, one ack."""

import asyncio
import os
import signal
import uuid
from datetime import UTC, datetime
from typing import cast

import aio_pika
from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractIncomingMessage
from chassis.codec import StateCodec
from chassis.documents import Change
from contracts.codec import parse
from contracts.envelope import Envelope
from contracts.events.intake import CaseOpened
from dispatch.adapters.policy_yaml import chosen_policy
from dispatch.adapters.rules import rules_in_force
from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.roster import on_duty
from dispatch.handlers.on_case_opened import on_case_opened
from motor.motor_asyncio import AsyncIOMotorClient

from bench.baselines.plain_intake import QUEUE

OUT = "bench.plain.out"
PREFETCH = 20


async def main() -> None:
    """Consume until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(
        os.environ["AFTERSALES_MONGODB_URL"], w="majority", journal=True, tz_aware=True
    )
    assignments = client["bench_plain_dispatch"]["assignments"]
    policy, rules = chosen_policy(None, None, "default"), rules_in_force(None)
    codec = StateCodec(Assignment)
    connection = await aio_pika.connect(os.environ["AFTERSALES_AMQP_URL"])
    channel = await connection.channel(publisher_confirms=True)
    await channel.set_qos(prefetch_count=PREFETCH)
    queue = await channel.declare_queue(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
    await channel.declare_queue(OUT, durable=True, arguments={"x-queue-type": "quorum"})

    async def handle(message: AbstractIncomingMessage) -> None:
        event = parse(message.body, message.content_type or "")[0]
        if not isinstance(event, Envelope) or not isinstance(event.data, CaseOpened):
            raise TypeError("an event of another kind")
        now = datetime.now(UTC)
        context = DispatchContext(now, policy, rules.compiled, on_duty(policy, now))
        outcome = on_case_opened(None, cast("Envelope[CaseOpened]", event), context)
        if not isinstance(outcome, Change):
            raise TypeError("the case was not assigned")
        await assignments.insert_one({"_id": event.data.case_id, "state": codec.encode(outcome.state)})
        for outgoing in outcome.events:
            body = outgoing.payload.model_dump_json().encode()
            await channel.default_exchange.publish(
                Message(body, delivery_mode=DeliveryMode.PERSISTENT, message_id=uuid.uuid4().hex), OUT
            )
        await message.ack()

    await queue.consume(handle)
    await stop.wait()
    await connection.close()
    client.close()


if __name__ == "__main__":
    asyncio.run(main())
