"""The HTTP server's protocol with bounds that the library lacks: size of a request's head, and time to send it."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 65_536
HEAD_SECONDS = 15.0
LOOK_SECONDS = 1.0
"""How often a connection is looked at: one timer for its whole life is cheaper than one for each request."""


class BoundedProtocol(HttpToolsProtocol):
    """Closes connections whose request line and headers are endless or slow to come."""

    _head_bytes = 0
    _head_since: float | None = None
    _look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head must come in time."""
        super().connection_made(transport)
        self._head_since = self.loop.time()
        self._look = self.loop.call_later(LOOK_SECONDS, self._look_at_head)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        if self._look is not None:
            self._look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to an unfinished head."""
        super().data_received(data)
        if self._head_since is not None:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large")

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        if self._head_since is None:
            self._head_bytes = 0
            self._head_since = self.loop.time()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._head_since = None
        super().on_headers_complete()

    def _look_at_head(self) -> None:
        if self._head_since is not None and self.loop.time() - self._head_since > HEAD_SECONDS:
            if not self.transport.is_closing():
                self.transport.close()
            return
        self._look = self.loop.call_later(LOOK_SECONDS, self._look_at_head)
