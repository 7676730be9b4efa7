"""A file that is read again when it changes: how keys are rotated without a restart.

Secrets mounted into containers are replaced as a whole (a new inode, or a new target of a link); edited ones keep their
inode but change their time. A file that is gone, or that cannot be understood, leaves what was read before in force.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")
LOOK_SECONDS = 2.0
"""A change takes effect after this time at the latest."""


class WatchedFile(Generic[T]):
    """What `read` makes of the file's bytes; `read` raises ValueError for content that cannot be used."""

    def __init__(self, path: Path, read: Callable[[bytes], T]) -> None:
        """Raises OSError and ValueError: a start with an unusable file is no start."""
        self._path = path
        self._read = read
        self._seen = self._mark()
        self.content = read(path.read_bytes())
        self._look_at = time.monotonic() + LOOK_SECONDS

    def changed(self) -> bool:
        """Whether `content` is another one than at the last call. Costs a comparison, and now and then one `stat`."""
        now = time.monotonic()
        if now < self._look_at:
            return False
        self._look_at = now + LOOK_SECONDS
        try:
            mark = self._mark()
            if mark == self._seen:
                return False
            content = self._read(self._path.read_bytes())
        except (OSError, ValueError) as error:
            log.warning("%s cannot be used, what was read before stays: %s", self._path.name, type(error).__name__)
            return False
        self._seen, self.content = mark, content
        log.info("%s was read again", self._path.name)
        return True

    def _mark(self) -> tuple[int, int, int]:
        found = self._path.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size
