"""Rows of figures, made up: whole minutes within a few weeks, so that a brute force can count them one by one."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import get_args

from dispatch.domain.figures.case_row import CaseRow, Holder, StepRow
from dispatch.domain.figures.policy import FiguresPolicy
from dispatch.domain.words import CategoryName, Channel, Grade, Kind, LevelName, Status, Step, StepOutcome
from hypothesis import strategies as st
from worktime import Calendar, Ledger, Pause, calendar_from_spec

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MINUTES = 21 * 24 * 60
NOW = MONDAY + timedelta(minutes=2 * MINUTES)

OFFICE: Calendar = calendar_from_spec(
    {
        "name": "office",
        "timezone": "Asia/Shanghai",
        "week": {day: [{"start": "09:00", "end": "17:00"}] for day in ("mon", "tue", "wed", "thu", "fri")},
    }
)
"""01:00 to 09:00 UTC from Monday to Friday."""
POLICY = FiguresPolicy("tests", 1, OFFICE, (8.0, 24.0, 168.0))

PEOPLE = ("role:clerk", "staff:a", "staff:b", "staff:c")
STEPS: tuple[Step, ...] = get_args(Step)
OUTCOMES: tuple[StepOutcome, ...] = get_args(StepOutcome)


def minute(number: int) -> datetime:
    """So many minutes after the Monday."""
    return MONDAY + timedelta(minutes=number)


def is_worked(number: int) -> bool:
    """Whether the office works in this minute."""
    return (number // 1440) % 7 < 5 and 60 <= number % 1440 < 540


@st.composite
def step_rows(draw: st.DrawFn, running: bool) -> StepRow:
    """A step with pauses, several holders, and any verdict that may be stored."""
    marks = sorted(draw(st.lists(st.integers(0, MINUTES), min_size=2, max_size=6, unique=True)))
    started, stopped = marks[0], marks[-1]
    between = marks[1:-1]
    pauses = [Pause("waiting", minute(start), minute(end)) for start, end in list(pairwise(between))[::2]]
    if running and draw(st.booleans()):
        pauses.append(Pause("waiting", minute(stopped)))
    outcome = None if running else draw(st.sampled_from(OUTCOMES))
    since = sorted(draw(st.lists(st.integers(started, stopped), min_size=1, max_size=4)))
    since[0] = started
    holders = tuple(
        Holder(draw(st.sampled_from(PEOPLE)), minute(at), draw(st.sampled_from(PEOPLE[1:]))) for at in since
    )
    overdue = outcome == "missed" or draw(st.booleans())
    return StepRow(
        step=draw(st.sampled_from(STEPS)),
        team=draw(st.sampled_from(["sales", "quality", "rnd"])),
        round=1,
        limit_seconds=3600,
        calendar=OFFICE,
        clock=Ledger(minute(started), tuple(pauses), None if running else minute(stopped)),
        due_at=minute(draw(st.integers(started, 3 * MINUTES))),
        holders=holders,
        overdue_at=minute(stopped) if overdue else None,
        accepted_at=minute(draw(st.integers(started, stopped))) if draw(st.booleans()) else None,
        outcome=outcome,
        ended_by=None if running else draw(st.sampled_from([*PEOPLE, "dispatch"])),
    )


@st.composite
def case_rows(draw: st.DrawFn) -> CaseRow:
    """A case with up to four steps, the last of which may run."""
    finished = draw(st.lists(step_rows(running=False), max_size=3))
    running = draw(st.lists(step_rows(running=True), max_size=1))
    return CaseRow(
        opened_at=minute(draw(st.integers(0, MINUTES))),
        status=draw(st.sampled_from(get_args(Status))),
        round=draw(st.integers(1, 3)),
        team=draw(st.sampled_from(["sales", "quality", "rnd"])),
        kind=draw(st.sampled_from(get_args(Kind))),
        channel=draw(st.sampled_from(get_args(Channel))),
        grade=draw(st.sampled_from(get_args(Grade))),
        category=draw(st.sampled_from(get_args(CategoryName))),
        severity=draw(st.sampled_from(get_args(LevelName))),
        urgency=draw(st.sampled_from(get_args(LevelName))),
        classified_at=minute(draw(st.integers(0, MINUTES))) if draw(st.booleans()) else None,
        reclassifications=draw(st.integers(0, 2)),
        steps=(*finished, *running),
        repair_attempts=draw(st.integers(0, 2)),
        resolved_at=minute(draw(st.integers(0, MINUTES))) if draw(st.booleans()) else None,
    )


CASES = st.lists(case_rows(), max_size=12)
