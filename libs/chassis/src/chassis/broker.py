"""Connections to RabbitMQ that come back by themselves; one for publishing, another for consuming."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from aio_pika.exceptions import AMQPError, DeliveryError
from yarl import URL

from chassis.topology import Topology

log = logging.getLogger(__name__)

BROKER_FAULTS = (AMQPError, DeliveryError, OSError, asyncio.TimeoutError, ConnectionError, RuntimeError)
"""What the client raises when the broker is away, refuses or breaks off. The client reports a lost transport also as
RuntimeError; it is caught around calls of the client only."""

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 2.0
CONNECT_TIMEOUT = 5.0


def is_cancelled() -> bool:
    """Whether the running task itself is to end. The client also cancels what waits for a connection that is lost."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


class BrokerUnavailable(Exception):
    """There is no connection right now."""


class Link:
    """One supervised connection with one channel. `on_open` runs after every (re)connect, the topology declared."""

    def __init__(
        self,
        url: str,
        topology: Topology,
        *,
        name: str,
        confirms: bool,
        on_open: Callable[[AbstractChannel], Awaitable[None]] | None = None,
    ) -> None:
        self._url = url
        self._topology = topology
        self._name = name
        self._confirms = confirms
        self._on_open = on_open
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._exchange: AbstractExchange | None = None
        self._open = asyncio.Event()
        self._supervisor: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether a channel is ready at this moment."""
        return self._open.is_set()

    async def wait_open(self) -> None:
        """Until a channel is ready."""
        await self._open.wait()

    @property
    def channel(self) -> AbstractChannel:
        """The open channel; raises BrokerUnavailable."""
        if self._channel is None or not self._open.is_set():
            raise BrokerUnavailable(self._name)
        return self._channel

    @property
    def exchange(self) -> AbstractExchange:
        """The exchange for events; raises BrokerUnavailable."""
        if self._exchange is None or not self._open.is_set():
            raise BrokerUnavailable(self._name)
        return self._exchange

    async def side_channel(self) -> AbstractChannel:
        """Another channel of the same connection, for questions whose refusal would close the first one; to be closed
        by who asked. Raises BrokerUnavailable, BROKER_FAULTS."""
        if self._connection is None or not self._open.is_set():
            raise BrokerUnavailable(self._name)
        channel = self._connection.channel(publisher_confirms=False)
        await channel.initialize(timeout=CONNECT_TIMEOUT)
        return channel

    def start(self) -> asyncio.Task[None]:
        """Begin to connect; returns at once."""
        self._supervisor = asyncio.create_task(self._supervise(), name=f"link-{self._name}")
        return self._supervisor

    async def close(self) -> None:
        """Stop reconnecting and close."""
        if self._supervisor is not None:
            self._supervisor.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._supervisor
        await self._drop()

    async def _supervise(self) -> None:
        pause = FIRST_PAUSE
        while True:
            closed: asyncio.Event = asyncio.Event()
            try:
                await self._connect(closed)
            except (*BROKER_FAULTS, asyncio.CancelledError) as error:
                if is_cancelled():
                    raise
                log.warning("broker connection %s failed: %s", self._name, type(error).__name__)
                await self._drop()
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE
            await closed.wait()
            log.warning("broker connection %s lost", self._name)
            await self._drop()

    async def _connect(self, closed: asyncio.Event) -> None:
        connection = aio_pika.Connection(URL(self._url), client_properties={"connection_name": self._name})
        self._connection = connection  # before it connects: also one that fails must be closed
        await connection.connect(timeout=CONNECT_TIMEOUT)
        connection.close_callbacks.add(lambda *_: closed.set())
        channel = connection.channel(publisher_confirms=self._confirms, on_return_raises=self._confirms)
        await channel.initialize(timeout=CONNECT_TIMEOUT)
        channel.close_callbacks.add(lambda *_: closed.set())
        self._channel = channel
        self._exchange = await asyncio.wait_for(self._topology.declare(channel), timeout=60)
        self._open.set()
        if self._on_open is not None:
            await self._on_open(channel)
        log.info("broker connection %s open", self._name)

    async def _drop(self) -> None:
        self._open.clear()
        connection, self._connection, self._channel, self._exchange = self._connection, None, None, None
        if connection is not None and not connection.is_closed:
            with contextlib.suppress(*BROKER_FAULTS):
                await asyncio.wait_for(connection.close(), timeout=2)
