"""What figures go by, as data."""

from dataclasses import dataclass

from worktime import Calendar


@dataclass(frozen=True, slots=True)
class FiguresPolicy:
    """`calendar` gives the business hours and the time zone of days, weeks and months.

    `backlog_hours` are the rising ages in calendar hours at which a bucket ends.
    """

    id: str
    version: int
    calendar: Calendar
    backlog_hours: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FigureLimits:
    """How many cases a figure may read, how many groups it may have, how many rows a file may hold."""

    cases: int
    groups: int
    csv_rows: int
    xlsx_rows: int
