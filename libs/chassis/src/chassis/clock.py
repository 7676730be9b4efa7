"""The one place where time enters the suite."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Returns the present instant, aware, in UTC, in whole milliseconds (the database keeps no more)."""


def to_milliseconds(at: datetime) -> datetime:
    """Cut an instant to the precision that the database keeps."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def system_clock() -> datetime:
    """Now, by the machine."""
    return to_milliseconds(datetime.now(UTC))
