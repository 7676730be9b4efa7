"""Choice of ports: the preferred one if free, else a free one that no other stack has in mind."""

import fcntl
import os
import random
import socket
import tempfile
from pathlib import Path
from typing import TextIO

from localstack.errors import LocalStackError

# Below the kernel's range for outgoing connections: a client's own socket can then neither take the port of a backend
# that is just being restarted, nor connect to itself while nobody listens.
_FREE_RANGE = range(15000, 30000)
_ATTEMPTS = 500


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could bind ``port`` now; connections in TIME_WAIT don't count as taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class PortPool:
    """Ports of one stack, reserved against other stacks of the same user until ``release``.

    Between the choice of a port and the bind by its process lie seconds; a lock file per port keeps a second stack that
    starts meanwhile from the same choice. The kernel drops the locks of a killed process.
    """

    def __init__(self, directory: Path | None = None, seed: int | None = None) -> None:
        self._directory = directory or Path(tempfile.gettempdir()) / f"aftersales-ports-{os.getuid()}"
        self._random = random.Random(seed)  # noqa: S311 - spreads stacks over the range, guards nothing
        self._held: dict[int, TextIO] = {}

    def choose(self, preferred: int | None = None) -> int:
        """``preferred`` if it is free and nobody reserved it, else a random free port.

        Raises ``LocalStackError`` when none is found.
        """
        if preferred is not None and self._reserve(preferred):
            return preferred
        for _ in range(_ATTEMPTS):
            candidate = self._random.choice(_FREE_RANGE)
            if self._reserve(candidate):
                return candidate
        raise LocalStackError(f"no free port found between {_FREE_RANGE.start} and {_FREE_RANGE.stop}")

    def release(self) -> None:
        """Give every reservation back."""
        for handle in self._held.values():
            handle.close()
        self._held.clear()

    def _reserve(self, port: int) -> bool:
        if port in self._held or not is_free(port):
            return False
        self._directory.mkdir(parents=True, exist_ok=True)
        handle = (self._directory / str(port)).open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return False
        self._held[port] = handle
        return True
