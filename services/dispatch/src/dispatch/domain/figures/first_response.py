"""Time to first response and until the customer was told, from the opening, in calendar and in business hours (R7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from worktime import Calendar, working_time_between

from dispatch.domain.figures.answering import communicated_at, first_response_at
from dispatch.domain.figures.case_row import CaseRow
from dispatch.domain.figures.summary import Summary, Values

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From the opening to a moment, in hours; None while it has not come."""

    calendar_hours: float
    business_hours: float


@dataclass(frozen=True, slots=True)
class ResponseSample:
    """One case."""

    response: Span | None
    communication: Span | None


@dataclass(frozen=True, slots=True)
class Delay:
    """`n` cases have come to the moment, `without` have not (yet); hours from the opening."""

    n: int
    without: int
    calendar_hours: Summary
    business_hours: Summary


@dataclass(frozen=True, slots=True)
class FirstResponse:
    """`response`: somebody took the task or answered; `communication`: the customer was told the plan."""

    cases: int
    response: Delay
    communication: Delay


def response_sample(row: CaseRow, calendar: Calendar) -> ResponseSample:
    """The two spans of a case; business hours are those of `calendar`."""
    return ResponseSample(
        _span(row.opened_at, first_response_at(row), calendar), _span(row.opened_at, communicated_at(row), calendar)
    )


class FirstResponseTally:
    """Of the cases of one group."""

    def __init__(self) -> None:
        self._cases = 0
        self._response = _Delays()
        self._communication = _Delays()

    def add(self, sample: ResponseSample) -> None:
        """One more case."""
        self._cases += 1
        self._response.add(sample.response)
        self._communication.add(sample.communication)

    def result(self) -> FirstResponse:
        """So far."""
        return FirstResponse(self._cases, self._response.result(self._cases), self._communication.result(self._cases))


class _Delays:
    def __init__(self) -> None:
        self._calendar, self._business = Values(), Values()

    def add(self, span: Span | None) -> None:
        if span is not None:
            self._calendar.add(span.calendar_hours)
            self._business.add(span.business_hours)

    def result(self, cases: int) -> Delay:
        n = len(self._calendar)
        return Delay(n, cases - n, self._calendar.summary(), self._business.summary())


def _span(opened_at: datetime, at: datetime | None, calendar: Calendar) -> Span | None:
    """A moment before the opening (another machine's clock was behind) counts as the opening itself."""
    if at is None:
        return None
    moment = max(opened_at, at)
    return Span((moment - opened_at) / HOUR, working_time_between(calendar, opened_at, moment) / HOUR)
