"""Tells when what happened."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

Tell: TypeAlias = Callable[[str], None]
"""Takes a line, or several."""


@dataclass(frozen=True, slots=True)
class Journal:
    """Times are in seconds since the beginning."""

    write: Tell
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self.started

    def tell(self, what: str) -> None:
        """One line."""
        self.write(f"{self.seconds:6.1f} s  {what}")
