"""The session's backends, as every integration test meets them."""

import aio_pika
from pymongo import MongoClient


def test_database_takes_majority_writes(mongo_url: str) -> None:
    with MongoClient[dict[str, object]](mongo_url) as client:
        collection = client.get_database("localstack_probe").get_collection("writes")
        collection.drop()
        collection.insert_one({"n": 1})
        assert collection.count_documents({}) == 1
        assert client.admin.command("hello")["setName"]


async def test_broker_keeps_a_durable_quorum_queue(amqp_url: str) -> None:
    connection = await aio_pika.connect(amqp_url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("localstack.probe", durable=True, arguments={"x-queue-type": "quorum"})
        await channel.default_exchange.publish(aio_pika.Message(b"kept"), queue.name)
        message = await queue.get(timeout=10)
        await message.ack()
        await queue.delete(if_unused=False, if_empty=False)
    assert message.body == b"kept"
