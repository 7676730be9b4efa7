"""The HTTP server of a service process: settles after its start, and leaves in order at the first signal."""

import signal
import socket
from collections.abc import Callable

import uvicorn

from chassis import collector
from chassis.farewell import say_farewell
from chassis.turns import take_short_turns


class LeavingServer(uvicorn.Server):
    """Tells the runtime of the first signal, and lets callers leave before it closes their connections."""

    def __init__(self, config: uvicorn.Config, signalled: Callable[[], None], patience: float) -> None:
        super().__init__(config)
        self._signalled = signalled
        self._patience = patience

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as ever, then settle the garbage collector of this process and its threads."""
        await super().startup(sockets)
        collector.settle()
        take_short_turns()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Callers first, then what the base class does."""
        await say_farewell(self, self._patience)
        await super().shutdown(sockets)

    def leave(self) -> None:
        """As at a signal, but by the process itself."""
        self.should_exit = True

    def handle_exit(self, sig: int, frame: object) -> None:  # noqa: ARG002 - the base class names it
        """SIGTERM or SIGINT; a second SIGINT doesn't wait. The base class would raise the signal again after the drain,
        and the process would not end with the exit code of a clean one."""
        self._signalled()
        self.force_exit = self.force_exit or (self.should_exit and sig == signal.SIGINT)
        self.should_exit = True
