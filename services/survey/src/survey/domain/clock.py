"""A time limit in a working calendar, frozen into what it times: later changes of policy do not move running clocks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from worktime import calendar_from_spec, deadline


@dataclass(frozen=True, slots=True)
class Limit:
    """`seconds` of working time in `calendar`, a worktime calendar spec (plain data)."""

    calendar: dict[str, object]
    seconds: int

    def due(self, start: datetime, fraction: float = 1.0) -> datetime:
        """When that fraction of the limit is used up. Raises `worktime.WorktimeError` out of the computable years."""
        allowed = timedelta(seconds=self.seconds) * fraction
        return deadline(calendar_from_spec(self.calendar), start, allowed).at
