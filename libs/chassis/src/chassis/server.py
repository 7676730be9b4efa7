"""The HTTP server's protocol with bounds that the library lacks: a head's size, and the time to send a request."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from chassis.errors import RequestTimeout
from chassis.problems import CHASSIS_PROBLEMS, MEDIA_TYPE, ProblemTable, preferred_language

HEAD_BYTES = 65_536
HEAD_SECONDS = 15.0
BODY_SECONDS = 30.0
"""How long a caller may take to send a request, head and body."""
LOOK_SECONDS = 1.0
"""How often a connection is looked at: one timer for its whole life is cheaper than one for each request."""

_PROBLEMS = ProblemTable(CHASSIS_PROBLEMS)


class BoundedProtocol(HttpToolsProtocol):
    """Closes connections whose request line and headers are endless or slow to come; a slow body is told so (408)."""

    _head_bytes = 0
    _in_head = True
    _since: float | None = None
    _look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head must come in time."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._look = self.loop.call_later(LOOK_SECONDS, self._look_at_request)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        if self._look is not None:
            self._look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to an unfinished head."""
        super().data_received(data)
        if self._since is not None and self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large")

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        if self._since is None:
            self._head_bytes = 0
            self._in_head = True
            self._since = self.loop.time()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The whole request is there."""
        self._since = None
        super().on_message_complete()

    def _look_at_request(self) -> None:
        limit = HEAD_SECONDS if self._in_head else BODY_SECONDS
        if self._since is None or self.loop.time() - self._since <= limit:
            self._look = self.loop.call_later(LOOK_SECONDS, self._look_at_request)
        elif not self.transport.is_closing():
            if not self._in_head and not self.cycle.response_started and not self.pipeline:
                self.transport.write(self._too_slow())
            self.transport.close()

    def _too_slow(self) -> bytes:
        language = dict(self.headers).get(b"accept-language", b"").decode("latin-1")
        status, body = _PROBLEMS.render(RequestTimeout.code, preferred_language(language))
        head = (
            f"HTTP/1.1 {status} Request Timeout\r\ncontent-type: {MEDIA_TYPE}\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        return head.encode("ascii") + body
