"""One owner per home directory. The kernel drops the lock of a killed owner, so a stale lock cannot exist."""

import fcntl
from typing import TextIO

from localstack.errors import StackRunningError
from localstack.home import Home


class HomeLock:
    """Exclusive ownership of a home for as long as this process wants it."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._handle: TextIO | None = None

    def acquire(self) -> None:
        """Take it or raise ``StackRunningError``."""
        handle = self._home.lock_file.open("a")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.close()
            raise StackRunningError(
                f"a stack is already running in {self._home.root} (see: make ps, make stop)"
            ) from error
        self._handle = handle

    def release(self) -> None:
        if self._handle:
            self._handle.close()
            self._handle = None


def is_owned(home: Home) -> bool:
    """Whether a live process owns ``home``."""
    lock = HomeLock(home)
    try:
        lock.acquire()
    except StackRunningError:
        return True
    lock.release()
    return False
