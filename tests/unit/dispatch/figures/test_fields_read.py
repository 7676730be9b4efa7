"""A figure that reads only its own fields is the same as one that reads everything, in every grouping."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any, get_args

import pytest
from chassis.codec import StateCodec
from dispatch.adapters.figure_fields import LINE_PROJECTION, Reads, projection
from dispatch.adapters.figure_rows import case_row
from dispatch.domain.assignment import Assignment
from dispatch.domain.figures.grouping import CaseGrouping, OpenGrouping, StepGrouping
from dispatch.domain.figures.measuring import (
    Measuring,
    attainments,
    backlogs,
    first_responses,
    reassignments,
    right_first_times,
)
from dispatch.domain.figures.window import Window, WindowBy
from dispatch.handlers.classify_case import PersonsClass, reclassify_case
from dispatch.handlers.climb_overdue_step import assignment_timers, climb_overdue_step
from dispatch.handlers.hand_over_task import hand_over_task
from dispatch.handlers.on_case_opened import on_case_opened
from dispatch.handlers.on_case_reopened import on_case_reopened
from dispatch.handlers.pause_task import pause_task, resume_task
from dispatch.handlers.reply_to_task import reply_to_task

from tests.unit.dispatch import builders as b
from tests.unit.dispatch.figures.rows import POLICY
from tests.unit.dispatch.figures.stored import projected
from tests.unit.dispatch.flow import QUALITY, accepted, assigned, changed, named, resolved

CODEC = StateCodec(Assignment)
MOST = 400
NOW = b.at(60)


def overdue() -> Assignment:
    state = accepted()
    while (timers := assignment_timers(state)) and timers[0].due <= b.at(20):
        state = climb_overdue_step(state, timers[0], b.context(timers[0].due)).state
    return state


@cache
def lives() -> tuple[dict[str, object], ...]:
    """Cases at many points of their life, as they are stored."""
    handed = hand_over_task(accepted(), QUALITY, "staff:quality2", "knows it", b.policy(), now=b.at(2)).state
    paused = pause_task(handed, b.ADMIN, "waiting_for_parts", None, b.policy(), now=b.at(7)).state
    going = resume_task(paused, b.ADMIN, now=b.at(50)).state
    wanted = PersonsClass("usage", "support", None, None, "wrong button")
    moved = reclassify_case(assigned(), wanted, "wrong button", b.CLERK, b.context().desk("e"), now=b.at(2)).state
    unsure = changed(on_case_opened(None, b.opened(b.UNSURE_TEXT), b.context())).state
    again = changed(on_case_reopened(resolved(), b.reopened(), b.context(b.at(6)))).state
    replied = reply_to_task(going, b.ADMIN, "worn", "replace", None, now=b.at(51)).state
    states = (
        assigned(),
        accepted(),
        handed,
        paused,
        going,
        replied,
        moved,
        unsure,
        named(),
        resolved(),
        again,
        overdue(),
    )
    return tuple(CODEC.encode(state) for state in states)


def window(by: WindowBy) -> Window:
    return Window(b.OPENED - timedelta(days=1), b.OPENED + timedelta(days=1), by)


Begin = Callable[[Any, WindowBy], Measuring[Any, Any]]
FIGURES: Mapping[str, tuple[Reads, tuple[str, ...], Begin]] = {
    "first response": (
        "answers",
        get_args(CaseGrouping),
        lambda by, over: first_responses(POLICY, window(over), by, MOST),
    ),
    "right first time": (
        "classes",
        get_args(CaseGrouping),
        lambda by, over: right_first_times(POLICY, window(over), by, MOST),
    ),
    "reassignments": (
        "hands",
        get_args(CaseGrouping),
        lambda by, over: reassignments(POLICY, window(over), by, MOST),
    ),
    "attainment": (
        "clocks",
        get_args(StepGrouping),
        lambda by, over: attainments(POLICY, window(over), by, MOST, NOW),
    ),
    "backlog": (
        "open_clocks",
        get_args(OpenGrouping),
        lambda by, _: backlogs(POLICY, by, MOST, NOW),
    ),
}


@pytest.mark.parametrize("over", get_args(WindowBy))
@pytest.mark.parametrize(
    ("figure", "by"), [(name, by) for name, (_, groupings, _) in FIGURES.items() for by in groupings]
)
def test_less_is_read_and_nothing_changes(figure: str, by: StepGrouping, over: WindowBy) -> None:
    reads, _, begin = FIGURES[figure]
    lean, whole = begin(by, over), begin(by, over)
    fields = projection(reads, by)
    assert len(fields) < len(LINE_PROJECTION)
    lean.take([case_row(projected(life, fields)) for life in lives()])
    whole.take([case_row(projected(life, LINE_PROJECTION)) for life in lives()])
    assert lean.total() == whole.total()
    assert lean.groups() == whole.groups()
