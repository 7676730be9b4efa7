"""Time-limit attainment = met ÷ (met + missed); overdue and still open counts as missed (domain §10)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.domain.figures.case_row import StepRow
from dispatch.domain.figures.summary import Summary, Values, share
from dispatch.domain.figures.verdicts import Verdict, verdict

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StepSample:
    """One run of a step; `used_hours` of its working calendar, pauses left out, None while it runs."""

    verdict: Verdict
    open: bool
    used_hours: float | None


@dataclass(frozen=True, slots=True)
class Attainment:
    """`n` = met + missed, `share` = met ÷ n. `overdue_open` are the missed ones that still run.

    Beside it: `running` within their limit and `dropped` within it (superseded, cancelled) count in neither.
    `used_hours` speaks of the steps of `n` that have ended.
    """

    n: int
    met: int
    missed: int
    overdue_open: int
    share: float | None
    running: int
    dropped: int
    used_hours: Summary


def step_sample(step: StepRow, now: datetime) -> StepSample:
    """The step's clock as it is stored."""
    stopped = step.clock.stopped_at
    used = None if stopped is None else step.clock.used(step.calendar, stopped) / HOUR
    return StepSample(verdict(step, now), stopped is None, used)


class AttainmentTally:
    """Of the steps of one group."""

    def __init__(self) -> None:
        self._counts: dict[Verdict, int] = {"met": 0, "missed": 0, "running": 0, "dropped": 0}
        self._overdue_open = 0
        self._used = Values()

    def add(self, sample: StepSample) -> None:
        """One more step."""
        self._counts[sample.verdict] += 1
        if sample.verdict in ("met", "missed"):
            self._overdue_open += sample.open
            if sample.used_hours is not None:
                self._used.add(sample.used_hours)

    def result(self) -> Attainment:
        """So far."""
        met, missed = self._counts["met"], self._counts["missed"]
        return Attainment(
            n=met + missed,
            met=met,
            missed=missed,
            overdue_open=self._overdue_open,
            share=share(met, met + missed),
            running=self._counts["running"],
            dropped=self._counts["dropped"],
            used_hours=self._used.summary(),
        )
