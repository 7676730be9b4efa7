"""A figure in all and by group: the groups that may be asked for, and a bound on their number."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Generic, Literal, Protocol, TypeVar, get_args

from dispatch.domain.figures.case_row import CaseRow, StepRow
from dispatch.domain.figures.errors import TooManyGroups
from dispatch.domain.figures.verdicts import decided_by
from dispatch.domain.figures.window import Period, Window, WindowBy, period_key, periods

CaseGrouping = Literal[
    "none", "day", "week", "month", "team", "person", "category", "grade", "channel", "kind", "severity"
]
StepGrouping = Literal[
    "none", "day", "week", "month", "team", "person", "step", "category", "grade", "channel", "kind", "severity"
]
OpenGrouping = Literal["none", "team", "person", "step", "category", "grade", "channel", "kind", "severity"]

IN_ALL = "none"
NO_STEP = "-"
"""How an open case counts by step while none runs."""

S_contra = TypeVar("S_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
S = TypeVar("S")
R = TypeVar("R")


class Tally(Protocol[S_contra, R_co]):
    """Takes samples one by one and knows its figure at any time."""

    def add(self, sample: S_contra) -> None:
        """One more."""
        ...

    def result(self) -> R_co:
        """So far."""
        ...


@dataclass(frozen=True, slots=True)
class Group(Generic[R]):
    """One group and its figure."""

    key: str
    figure: R


class Grouped(Generic[S, R]):
    """The figure over everything, and per group; `known` groups are there even without a sample."""

    def __init__(self, tally: Callable[[], Tally[S, R]], most: int, known: Iterable[str] = ()) -> None:
        self._make = tally
        self._most = most
        self._total = tally()
        self._groups = {key: tally() for key in known}

    def add(self, key: str | None, sample: S) -> None:
        """One more, in the group `key` unless it is None. Raises `TooManyGroups`."""
        self._total.add(sample)
        if key is None:
            return
        group = self._groups.get(key)
        if group is None:
            if len(self._groups) >= self._most:
                raise TooManyGroups(limit=str(self._most))
            group = self._groups[key] = self._make()
        group.add(sample)

    def total(self) -> R:
        """The figure over everything."""
        return self._total.result()

    def groups(self) -> tuple[Group[R], ...]:
        """The figures of the groups, by key."""
        return tuple(Group(key, tally.result()) for key, tally in sorted(self._groups.items()))


def known_keys(by: StepGrouping, window: Window, zone: tzinfo, most: int) -> tuple[str, ...]:
    """The periods of the window when time is what it is grouped by, so that an empty one is told too."""
    period = PERIODS.get(by)
    return () if period is None else periods(window, period, zone, most)


def case_key(row: CaseRow, by: StepGrouping, zone: tzinfo, over: WindowBy = "opened") -> str | None:
    """The group of a case; time is what the window goes by, the person the one who answers for it."""
    if by == IN_ALL:
        return None
    period = PERIODS.get(by)
    if period is not None:
        return period_key(row.moment(over), period, zone)
    return _CASE_KEYS[by](row)


def step_key(
    row: CaseRow, step: StepRow, by: StepGrouping, zone: tzinfo, now: datetime, over: WindowBy = "opened"
) -> str | None:
    """The group of a step: its own team, and whoever held it when it was decided."""
    if by == "step":
        return step.step
    if by == "team":
        return step.team
    if by == "person":
        return decided_by(step, now)
    return case_key(row, by, zone, over)


def open_key(row: CaseRow, by: OpenGrouping, zone: tzinfo) -> str | None:
    """The group of an open case: by person whoever holds the running step, without one whoever answers for it."""
    running = row.steps[-1] if row.steps and row.steps[-1].outcome is None else None
    if by == "step":
        return NO_STEP if running is None else running.step
    if by == "person" and running is not None:
        return running.responsible
    return case_key(row, by, zone)


PERIODS: dict[str, Period] = {period: period for period in get_args(Period)}
_CASE_KEYS: dict[str, Callable[[CaseRow], str]] = {
    "team": lambda row: row.team,
    "person": lambda row: row.responsible,
    "category": lambda row: row.category,
    "grade": lambda row: row.grade,
    "channel": lambda row: row.channel,
    "kind": lambda row: row.kind,
    "severity": lambda row: row.severity,
}
