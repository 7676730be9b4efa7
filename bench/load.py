"""A load generator light enough to share two cores with what it measures; one request at a time on each connection.

`python -m bench.load HOST PORT CONNECTIONS SECONDS < request` prints one JSON object: requests, seconds, rate (1/s),
p50_ms, p99_ms, statuses. The request is raw HTTP/1.1, sent again and again; the run ends by itself.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

import uvloop


@dataclass(slots=True)
class Tally:
    """What all connections saw together; latencies in seconds."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


class Connection(asyncio.Protocol):
    """Sends the request, waits for the whole answer, sends again until told to stop."""

    def __init__(self, request: bytes, tally: Tally, deadline: float, done: "asyncio.Future[None]") -> None:
        self._request = request
        self._tally = tally
        self._deadline = deadline
        self._done = done
        self._transport: asyncio.WriteTransport | None = None
        self._buffer = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = transport  # type: ignore[assignment]
        self._send()

    def data_received(self, data: bytes) -> None:
        """Take what came; a complete answer leads to the next request."""
        self._buffer += data
        head_end = self._buffer.find(b"\r\n\r\n")
        if head_end < 0:
            return
        head = self._buffer[:head_end].lower()
        at = head.find(b"content-length:")
        stop = head.find(b"\r\n", at)
        length = int(head[at + 15 : stop if stop > 0 else None])
        if len(self._buffer) < head_end + 4 + length:
            return
        self._tally.statuses[head[9:12].decode()] += 1
        self._tally.latencies.append(time.perf_counter() - self._sent_at)
        self._buffer = b""
        self._send()

    def connection_lost(self, _: Exception | None) -> None:
        """The server closed, or the run is over."""
        if not self._done.done():
            self._done.set_result(None)

    def _send(self) -> None:
        if self._transport is None:
            return
        now = time.perf_counter()
        if now >= self._deadline:
            self._transport.close()
            return
        self._sent_at = now
        self._transport.write(self._request)


async def run(host: str, port: int, connections: int, seconds: float, request: bytes) -> dict[str, object]:
    """One measured run."""
    loop = asyncio.get_running_loop()
    tally = Tally()
    started = time.perf_counter()
    finished = [loop.create_future() for _ in range(connections)]
    for done in finished:
        await loop.create_connection(
            lambda done=done: Connection(request, tally, started + seconds, done),  # type: ignore[misc]
            host,
            port,
        )
    await asyncio.wait(finished, timeout=seconds + 30)
    elapsed = time.perf_counter() - started
    ordered = sorted(tally.latencies)
    return {
        "requests": len(ordered),
        "seconds": elapsed,
        "rate": len(ordered) / elapsed,
        "p50_ms": ordered[len(ordered) // 2] * 1000,
        "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000,
        "statuses": dict(tally.statuses),
    }


def main() -> None:
    """Command line."""
    host, port, connections, seconds = sys.argv[1:5]
    request = sys.stdin.buffer.read()
    print(json.dumps(uvloop.run(run(host, int(port), int(connections), float(seconds), request))))


if __name__ == "__main__":
    main()
