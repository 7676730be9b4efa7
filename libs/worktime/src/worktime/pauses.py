"""Pauses of a clock, and their union: whatever order they became known in, the same set gives the same result."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from worktime.errors import LedgerError
from worktime.instants import to_utc

REASON_SEPARATOR: Final = "; "


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood still from `start` (included) to `end` (excluded), or still does when `end` is None."""

    reason: str
    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", to_utc(self.start))
        if self.end is not None:
            object.__setattr__(self, "end", to_utc(self.end))
            if self.end < self.start:
                raise LedgerError(f"pause ends at {self.end.isoformat()}, before its start {self.start.isoformat()}")


def merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The union of the pauses in order of time.

    Overlapping pauses become one that carries each reason once, in alphabetical order; pauses that only touch stay
    apart. An open pause swallows all that start after it.
    """
    union: list[Pause] = []
    for pause in sorted(pauses, key=_position):
        if union and _overlap(union[-1], pause):
            union[-1] = _joined(union[-1], pause)
        else:
            union.append(pause)
    return tuple(union)


def clipped(pauses: Iterable[Pause], since: datetime, until: datetime | None) -> tuple[Pause, ...]:
    """The parts of the pauses between `since` and `until` (None: no end); what lies wholly outside is left out."""
    parts: list[Pause] = []
    for pause in pauses:
        if (pause.end is not None and pause.end <= since) or (until is not None and pause.start >= until):
            continue
        end = pause.end if until is None or (pause.end is not None and pause.end <= until) else until
        parts.append(replace(pause, start=max(pause.start, since), end=end))
    return tuple(parts)


def _position(pause: Pause) -> tuple[datetime, bool, datetime, str]:
    return pause.start, pause.end is None, pause.end or pause.start, pause.reason


def _overlap(earlier: Pause, following: Pause) -> bool:
    return earlier.end is None or following.start < earlier.end


def _joined(earlier: Pause, following: Pause) -> Pause:
    reasons = {*earlier.reason.split(REASON_SEPARATOR), *following.reason.split(REASON_SEPARATOR)}
    end = None if earlier.end is None or following.end is None else max(earlier.end, following.end)
    return Pause(REASON_SEPARATOR.join(sorted(reasons)), earlier.start, end)
