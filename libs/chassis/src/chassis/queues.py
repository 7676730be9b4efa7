"""How many messages wait in queues, asked over plain AMQP: no plugin and no second protocol is needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from aio_pika.abc import AbstractChannel

from chassis.topology import Topology


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """`messages` are ready ones: what a consumer holds unacknowledged is not among them."""

    name: str
    messages: int
    consumers: int


def queues_of(topology: Topology, service: str) -> list[str]:
    """The service's own queues: events, every rung of its ladder, dead letters."""
    rungs = [topology.retry_queue(service, rung) for rung in topology.ladder]
    return [topology.events_queue(service), *rungs, topology.dead_queue(service)]


async def figures(channel: AbstractChannel, names: Sequence[str]) -> list[QueueFigures]:
    """By passive declaration. A queue that does not exist raises ChannelNotFoundEntity and closes the channel."""
    found: list[QueueFigures] = []
    for name in names:
        declared = (await channel.declare_queue(name, passive=True)).declaration_result
        found.append(QueueFigures(name, declared.message_count or 0, declared.consumer_count or 0))
    return found
