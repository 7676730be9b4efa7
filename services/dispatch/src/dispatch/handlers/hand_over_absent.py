"""Time passes: an absence has begun, and what the person has in hand goes to the deputy, else to the lead (R3).

Everything moves by a change of its own that asks whose hands it is in, so that a repeated or competing look moves
nothing twice.
"""

from collections.abc import Sized
from datetime import datetime
from typing import Protocol, cast

from chassis.documents import Change, Timer
from chassis.subscription import HasNow

from dispatch.context import DispatchContext
from dispatch.domain.absence_handover import cover_of, due_look, is_over, looked, with_absence
from dispatch.domain.covering import Cover
from dispatch.domain.opening import DISPATCH
from dispatch.domain.policy import Absence, Policy
from dispatch.domain.staff import Staff, with_person


class Passed(Protocol):
    """What one portion came to; `more`: some are left."""

    @property
    def moved(self) -> Sized: ...

    @property
    def more(self) -> bool: ...


class Move(Protocol):
    """Passes a bounded portion of what somebody has in hand on."""

    async def __call__(self, wanted: Cover, policy: Policy, *, by: str, now: datetime) -> Passed: ...


class HandOverAbsent:
    """Fires the timers of absences that begin: tasks, 8D records, each by its own move."""

    def __init__(self, *moves: Move) -> None:
        self._moves = moves

    async def __call__(self, state: Staff, timer: Timer, context: HasNow) -> Change[Staff]:
        """One portion of the absence that the timer stands for."""
        absence = next(each for each in state.absences if _timer(each) == timer)
        if is_over(absence, context.now):
            return Change(with_absence(state, looked(absence, 0, more=False, now=context.now)))
        policy, wanted = with_person(cast("DispatchContext", context).policy, state), cover_of(state, absence)
        passed = [await move(wanted, policy, by=DISPATCH, now=context.now) for move in self._moves]
        count, more = sum(len(each.moved) for each in passed), any(each.more for each in passed)
        return Change(with_absence(state, looked(absence, count, more=more, now=context.now)))


def beginning_timers(state: Staff) -> tuple[Timer, ...]:
    """The next look of every absence that is not handed over."""
    return tuple(timer for absence in state.absences if (timer := _timer(absence)) is not None)


def _timer(absence: Absence) -> Timer | None:
    due = due_look(absence)
    return None if due is None else Timer(f"absence:{absence.id}:{absence.looks}", due)
