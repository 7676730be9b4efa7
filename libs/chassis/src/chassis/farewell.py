"""How a server leaves its callers: none of them may lose a request to a connection that closes under it."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator

import uvicorn

from chassis.server import BoundedProtocol

LOOK_SECONDS = 0.05
CLOSE = (b"connection", b"close")


async def say_farewell(server: uvicorn.Server, patience: float) -> None:
    """Take no new connections; end each open one with its next answer, or when its caller closes it.

    A proxy that keeps idle connections for less than `patience` seconds never sends a request into one that is being
    closed; a refused connection it can try elsewhere. Returns when none is left, or after `patience`.
    """
    state = server.server_state
    state.default_headers = [*state.default_headers, CLOSE]
    for connection in state.connections:
        cycle = getattr(connection, "cycle", None)
        if cycle is not None:
            cycle.default_headers = state.default_headers
    await _close_doors(server)
    loop = asyncio.get_running_loop()
    end = loop.time() + patience
    while state.connections and not server.force_exit and loop.time() < end:  # noqa: ASYNC110 - the library's set tells nobody
        await asyncio.sleep(LOOK_SECONDS)


async def _close_doors(server: uvicorn.Server) -> None:
    """Close the listening sockets without resetting those whom the kernel let in and the event loop has not met yet."""
    waiting: list[socket.socket] = []
    for listener in server.servers:
        doors = [socket.socket(fileno=os.dup(door.fileno())) for door in listener.sockets]
        listener.close()
        for door in doors:
            with door:
                door.setblocking(False)
                waiting.extend(_whoever_waits(door))
    for caller in waiting:
        with contextlib.suppress(OSError):  # gone meanwhile
            await asyncio.get_running_loop().connect_accepted_socket(lambda: _protocol(server), caller)


def _whoever_waits(door: socket.socket) -> Iterator[socket.socket]:
    while True:
        try:
            caller, _ = door.accept()
        except ConnectionAbortedError:
            continue
        except OSError:
            return
        caller.setblocking(False)
        yield caller


def _protocol(server: uvicorn.Server) -> asyncio.Protocol:
    return BoundedProtocol(server.config, server.server_state, server.lifespan.state)
