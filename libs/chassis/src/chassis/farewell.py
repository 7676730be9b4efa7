"""How a server leaves its callers: none of them may lose a request to a connection that closes under it."""

import asyncio

import uvicorn

LOOK_SECONDS = 0.05
CLOSE = (b"connection", b"close")


async def say_farewell(server: uvicorn.Server, patience: float) -> None:
    """Take no new connections; end each open one with its next answer, or when its caller closes it.

    A proxy that keeps idle connections for less than `patience` seconds never sends a request into one that is being
    closed; a refused connection it can try elsewhere. Returns when none is left, or after `patience`.
    """
    for listener in server.servers:
        listener.close()
    state = server.server_state
    state.default_headers = [*state.default_headers, CLOSE]
    for connection in state.connections:
        cycle = getattr(connection, "cycle", None)
        if cycle is not None:
            cycle.default_headers = state.default_headers
    loop = asyncio.get_running_loop()
    end = loop.time() + patience
    while state.connections and not server.force_exit and loop.time() < end:  # noqa: ASYNC110 - the library's set tells nobody
        await asyncio.sleep(LOOK_SECONDS)
