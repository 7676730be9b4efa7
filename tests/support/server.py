"""A tiny HTTP server that gives everybody the same JSON."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass
class Serving:
    """Where it listens, what it answers, and how often it was asked."""

    url: str
    body: bytes
    requests: int = 0


@asynccontextmanager
async def serving(body: bytes) -> AsyncIterator[Serving]:
    """Listen on 127.0.0.1 until the end of the block."""
    state = Serving("", body)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        state.requests += 1
        head = (
            "HTTP/1.1 200 OK",
            "content-type: application/json",
            f"content-length: {len(state.body)}",
            "connection: close",
        )
        writer.write("\r\n".join((*head, "", "")).encode() + state.body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        state.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        yield state
