"""The shared topology of exchanges and queues; every service declares all of it before it publishes.

All queues are durable quorum queues, dead-lettering at least once with reject-publish. Each rung of a ladder returns
to its own consumer queue by the default exchange, never to all. Every argument is explicit, so that RabbitMQ 3.10 and
4.x behave alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aio_pika.abc import AbstractChannel, AbstractExchange, ExchangeType

EXCHANGE = "aftersales.events"
UNROUTED = "aftersales.unrouted"
ENDLESS = 1_000_000_000
"""Delivery limit of queues that nobody consumes: looking at a dead letter must never use it up (4.x defaults to 20)."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One delay of the retry ladder."""

    label: str
    milliseconds: int


LADDER: tuple[Rung, ...] = (
    Rung("1s", 1_000),
    Rung("10s", 10_000),
    Rung("1m", 60_000),
    Rung("10m", 600_000),
    Rung("1h", 3_600_000),
)


@dataclass(frozen=True, slots=True)
class Topology:
    """Queues by service and the routing keys each one is bound to.

    `namespace` goes before every name, so that several installations can share one virtual host.
    """

    bindings: Mapping[str, Sequence[str]]
    delivery_limit: int
    ladder: Sequence[Rung] = LADDER
    namespace: str = ""

    @property
    def exchange(self) -> str:
        """The one topic exchange for events."""
        return f"{self.namespace}{EXCHANGE}"

    @property
    def unrouted(self) -> str:
        """Alternate exchange, and the queue that keeps what nobody is bound to."""
        return f"{self.namespace}{UNROUTED}"

    def events_queue(self, service: str) -> str:
        """Queue that the service consumes."""
        return f"{self.namespace}{service}.events"

    def dead_queue(self, service: str) -> str:
        """Queue for what the service could not handle."""
        return f"{self.namespace}{service}.dead"

    def retry_queue(self, service: str, rung: Rung) -> str:
        """Queue that holds a message for the rung's delay."""
        return f"{self.events_queue(service)}.retry.{rung.label}"

    async def declare(self, channel: AbstractChannel) -> AbstractExchange:
        """Declare everything, idempotently; returns the exchange for events."""
        await channel.declare_exchange(self.unrouted, ExchangeType.FANOUT, durable=True)
        unrouted = await channel.declare_queue(
            self.unrouted, durable=True, arguments={"x-queue-type": "quorum", "x-delivery-limit": ENDLESS}
        )
        await unrouted.bind(self.unrouted)
        exchange = await channel.declare_exchange(
            self.exchange, ExchangeType.TOPIC, durable=True, arguments={"alternate-exchange": self.unrouted}
        )
        for service, keys in self.bindings.items():
            await self._declare_service(channel, exchange, service, keys)
        return exchange

    async def _declare_service(
        self, channel: AbstractChannel, exchange: AbstractExchange, service: str, keys: Sequence[str]
    ) -> None:
        await channel.declare_queue(
            self.dead_queue(service),
            durable=True,
            arguments={"x-queue-type": "quorum", "x-overflow": "reject-publish", "x-delivery-limit": ENDLESS},
        )
        queue = await channel.declare_queue(
            self.events_queue(service),
            durable=True,
            arguments={
                "x-queue-type": "quorum",
                "x-delivery-limit": self.delivery_limit,
                "x-overflow": "reject-publish",
                "x-dead-letter-exchange": "",
                "x-dead-letter-routing-key": self.dead_queue(service),
                "x-dead-letter-strategy": "at-least-once",
            },
        )
        for rung in self.ladder:
            await channel.declare_queue(
                self.retry_queue(service, rung),
                durable=True,
                arguments={
                    "x-queue-type": "quorum",
                    "x-delivery-limit": ENDLESS,
                    "x-overflow": "reject-publish",
                    "x-message-ttl": rung.milliseconds,
                    "x-dead-letter-exchange": "",
                    "x-dead-letter-routing-key": self.events_queue(service),
                    "x-dead-letter-strategy": "at-least-once",
                },
            )
        for key in keys:
            await queue.bind(exchange, routing_key=key)
