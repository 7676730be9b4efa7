"""A clock that can be paused, kept as the intervals it ran and stood still, so that nothing is ever counted twice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from worktime.calendar import Calendar
from worktime.deadlines import Deadline, assumed_years, deadline, require_limit, working_time_between
from worktime.errors import LedgerError
from worktime.instants import ZERO, to_utc
from worktime.pauses import Pause, clipped, merged

Span = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Ledger:
    """When a clock was started, paused and stopped. Immutable: every operation returns another ledger.

    Instants are kept in UTC. `pauses` are in order and apart; only the last may be open, and none once stopped.
    Questions about `now` see the ledger as it stood then: what happened later is left out. Before the start nothing
    is used. Raises `LedgerError` for an impossible ledger; `from_intervals` accepts pauses as they come.
    """

    started_at: datetime
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "started_at", to_utc(self.started_at))
        object.__setattr__(self, "pauses", tuple(self.pauses))
        if self.stopped_at is not None:
            object.__setattr__(self, "stopped_at", to_utc(self.stopped_at))
        known: datetime | None = self.started_at
        for pause in self.pauses:
            if known is None or pause.start < known:
                raise LedgerError(f"{pause} begins before the start or before the pause ahead of it is over")
            known = pause.end
        if self.stopped_at is not None and (known is None or self.stopped_at < known):
            raise LedgerError(f"stopped at {self.stopped_at.isoformat()}, before the last pause or the start is over")

    @classmethod
    def from_intervals(
        cls, started_at: datetime, pauses: Iterable[Pause] = (), stopped_at: datetime | None = None
    ) -> "Ledger":
        """The ledger of a set of pauses in any order, overlapping or not.

        Overlaps are merged; what lies before the start or after the stop is cut off (a step may begin while its case
        is on hold); a pause still open at the stop ends there.
        """
        start, stop = to_utc(started_at), None if stopped_at is None else to_utc(stopped_at)
        return cls(start, merged(clipped(pauses, start, stop)), stop)

    @property
    def is_stopped(self) -> bool:
        return self.stopped_at is not None

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].end is None

    def pause(self, at: datetime, reason: str) -> "Ledger":
        """Raises `LedgerError` when stopped, paused already, or `at` precedes what is known."""
        instant = self._next_event(at)
        if self.is_paused:
            raise LedgerError(f"already paused since {self.pauses[-1].start.isoformat()}")
        return replace(self, pauses=(*self.pauses, Pause(reason, instant)))

    def resume(self, at: datetime) -> "Ledger":
        """Raises `LedgerError` when stopped, not paused, or `at` precedes what is known."""
        instant = self._next_event(at)
        if not self.is_paused:
            raise LedgerError("not paused")
        return replace(self, pauses=(*self.pauses[:-1], replace(self.pauses[-1], end=instant)))

    def stop(self, at: datetime) -> "Ledger":
        """Ends the clock for good, and with it an open pause. Raises `LedgerError` as `pause` does."""
        instant = self._next_event(at)
        running = self.resume(instant) if self.is_paused else self
        return replace(running, stopped_at=instant)

    def as_of(self, now: datetime) -> "Ledger":
        """The ledger as it stood at `now`: later pauses, ends and stop not yet known."""
        instant = to_utc(now)
        pauses = tuple(
            pause if pause.end is not None and pause.end <= instant else replace(pause, end=None)
            for pause in self.pauses
            if pause.start <= instant
        )
        stopped = self.stopped_at if self.stopped_at is not None and self.stopped_at <= instant else None
        return replace(self, pauses=pauses, stopped_at=stopped)

    def used(self, calendar: Calendar, now: datetime) -> timedelta:
        """Working time the clock has run until `now`, or until it was stopped."""
        return _worked(calendar, _running(self, until=self.stopped_at), self._horizon(now))

    def paused(self, calendar: Calendar, now: datetime) -> timedelta:
        """Working time the clock stood still until `now`, or until it was stopped."""
        return _worked(calendar, ((pause.start, pause.end) for pause in self.pauses), self._horizon(now))

    def left(self, calendar: Calendar, limit: timedelta, now: datetime) -> timedelta:
        """`limit` less the time used; below zero by as much as the limit is exceeded."""
        require_limit(limit)
        return limit - self.used(calendar, now)

    def due(self, calendar: Calendar, limit: timedelta, now: datetime | None = None) -> Deadline | None:
        """When the limit runs out, pauses left out; of the whole ledger, or as it stood at `now`.

        None while paused, unless the limit ran out before the pause began: what is overdue stays so. A stop does not
        move it: a stopped ledger answers as if the clock ran on, so that `met` can compare.
        """
        require_limit(limit)
        ledger = self if now is None else self.as_of(now)
        remaining = limit
        for start, end in _running(ledger, until=None):
            worked = None if end is None else working_time_between(calendar, start, end)
            if worked is None or worked >= remaining:
                at = deadline(calendar, start, remaining).at
                return Deadline(at, assumed_years(calendar, self.started_at, at))
            remaining -= worked
        return None

    def met(self, calendar: Calendar, limit: timedelta, now: datetime) -> bool:
        """Whether the limit was kept until `now`, or until the stop: exactly at the due instant it still is."""
        due = self.due(calendar, limit, now)
        return due is None or self._horizon(now) <= due.at

    def _horizon(self, now: datetime) -> datetime:
        instant = to_utc(now)
        return instant if self.stopped_at is None else min(instant, self.stopped_at)

    def _next_event(self, at: datetime) -> datetime:
        instant = to_utc(at)
        if self.stopped_at is not None:
            raise LedgerError(f"stopped at {self.stopped_at.isoformat()}")
        last = self.pauses[-1].end or self.pauses[-1].start if self.pauses else self.started_at
        if instant < last:
            raise LedgerError(f"{instant.isoformat()} precedes the last event at {last.isoformat()}")
        return instant


def _worked(calendar: Calendar, spans: Iterable[Span], until: datetime) -> timedelta:
    total = ZERO
    for start, end in spans:
        if start < until:
            total += working_time_between(calendar, start, until if end is None else min(end, until))
    return total


def _running(ledger: Ledger, until: datetime | None) -> Iterable[Span]:
    start: datetime | None = ledger.started_at
    for pause in ledger.pauses:
        if start is not None:
            yield start, pause.start
        start = pause.end
    if start is not None:
        yield start, until
