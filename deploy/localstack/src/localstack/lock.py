"""One owner per home directory. The kernel drops the lock of a killed owner, so a stale lock cannot exist."""

import fcntl
from typing import TextIO

from localstack.errors import StackRunningError
from localstack.home import Home
from localstack.waiting import wait_until

_PATIENCE_S = 0.5


class HomeLock:
    """Exclusive ownership of a home for as long as this process wants it."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._handle: TextIO | None = None

    @property
    def held(self) -> bool:
        return self._handle is not None

    def acquire(self) -> None:
        """Take it or raise ``StackRunningError``; a moment's patience, for somebody may just be asking ``is_owned``."""
        if not wait_until(self._try, _PATIENCE_S):
            raise StackRunningError(f"a stack is already running in {self._home.root} (see: make ps, make stop)")

    def release(self) -> None:
        if self._handle:
            self._handle.close()
            self._handle = None

    def _try(self) -> bool:
        handle = self._home.lock_file.open("a")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return False
        self._handle = handle
        return True


def is_owned(home: Home) -> bool:
    """Whether a live process owns ``home``."""
    with home.lock_file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
