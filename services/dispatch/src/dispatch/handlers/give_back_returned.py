"""Time passes: an absence has ended, and what passed on by itself when it began goes back, as the policy says (R3).

As on the way out, everything moves by a change of its own that asks whether it is still to go back.
"""

from typing import Protocol, cast

from chassis.documents import Change, Timer
from chassis.subscription import HasNow

from dispatch.context import DispatchContext
from dispatch.domain.absence_handover import with_absence
from dispatch.domain.absence_return import (
    back_of,
    due_return,
    is_active,
    is_away,
    looked_back,
    put_off,
    settled,
)
from dispatch.domain.giving_back import Back
from dispatch.domain.opening import DISPATCH
from dispatch.domain.policy import Absence, Policy
from dispatch.domain.staff import Staff, with_person
from dispatch.handlers.hand_over_absent import Passed


class Return(Protocol):
    """Gives a bounded portion of what somebody may claim back."""

    async def __call__(self, wanted: Back, policy: Policy, *, by: str) -> Passed: ...


class GiveBackReturned:
    """Fires the timers of absences that end: tasks, 8D records, each by its own move."""

    def __init__(self, *moves: Return) -> None:
        self._moves = moves

    async def __call__(self, state: Staff, timer: Timer, context: HasNow) -> Change[Staff]:
        """One portion of the absence that the timer stands for; who is away again, or gone, gets nothing."""
        absence, now = next(each for each in state.absences if _timer(state, each) == timer), context.now
        if is_away(state, now):
            return Change(with_absence(state, put_off(absence, now)))
        if not is_active(state):
            return Change(with_absence(state, settled(absence, now)))
        policy, wanted = with_person(cast("DispatchContext", context).policy, state), back_of(state, absence)
        passed = [await move(wanted, policy, by=DISPATCH) for move in self._moves]
        count, more = sum(len(each.moved) for each in passed), any(each.more for each in passed)
        return Change(with_absence(state, looked_back(absence, count, more=more, now=now)))


def ending_timers(state: Staff) -> tuple[Timer, ...]:
    """The next look of every absence whose end gives something back."""
    return tuple(timer for absence in state.absences if (timer := _timer(state, absence)) is not None)


def _timer(state: Staff, absence: Absence) -> Timer | None:
    due = due_return(state, absence)
    return None if due is None else Timer(f"return:{absence.id}:{absence.return_looks}", due)
