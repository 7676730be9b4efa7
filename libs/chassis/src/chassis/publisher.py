"""Publishing with confirms: persistent, mandatory, bounded in time and in number under way."""

import asyncio
import time
from collections.abc import Mapping

from aio_pika import DeliveryMode, Message

from chassis.broker import BROKER_FAULTS, BrokerUnavailable, Link, is_cancelled


class PublishFailed(Exception):
    """No confirm came: the broker may or may not have the message."""


class Publisher:
    """Publishes over one link; `window` messages wait for confirms at most, each for `timeout` seconds."""

    def __init__(self, link: Link, *, window: int, timeout: float) -> None:
        self._link = link
        self._timeout = timeout
        self._window = asyncio.Semaphore(window)

    @property
    def is_open(self) -> bool:
        """Whether publishing can be tried."""
        return self._link.is_open

    async def to_exchange(self, key: str, body: bytes, *, message_id: str, content_type: str) -> None:
        """Publish an event (or a batch of one routing key); confirmed on return. Raises PublishFailed."""
        await self._publish(key, body, message_id, content_type, {}, to_queue=False)

    async def to_queue(
        self, queue: str, body: bytes, *, message_id: str, content_type: str, headers: Mapping[str, str | int]
    ) -> None:
        """Publish straight to one queue (ladder, dead letters, replay); confirmed on return. Raises PublishFailed."""
        await self._publish(queue, body, message_id, content_type, headers, to_queue=True)

    async def _publish(
        self,
        key: str,
        body: bytes,
        message_id: str,
        content_type: str,
        headers: Mapping[str, str | int],
        *,
        to_queue: bool,
    ) -> None:
        message = Message(
            body,
            content_type=content_type,
            message_id=message_id,
            delivery_mode=DeliveryMode.PERSISTENT,
            timestamp=time.time(),
            headers=dict(headers),
        )
        async with self._window:
            try:
                exchange = self._link.channel.default_exchange if to_queue else self._link.exchange
                await exchange.publish(message, key, mandatory=True, timeout=self._timeout)
            except (BrokerUnavailable, *BROKER_FAULTS) as error:
                raise PublishFailed(type(error).__name__) from error
            except asyncio.CancelledError as error:
                if is_cancelled():
                    raise
                raise PublishFailed("connection lost") from error
