"""What the time does to a person's document: absences begin and end."""

from chassis.documents import Change, Timer
from chassis.subscription import HasNow

from dispatch.domain.staff import Staff
from dispatch.handlers.give_back_returned import GiveBackReturned, ending_timers
from dispatch.handlers.hand_over_absent import HandOverAbsent, beginning_timers


def absence_timers(state: Staff) -> tuple[Timer, ...]:
    """All that are pending."""
    return (*beginning_timers(state), *ending_timers(state))


class AbsenceTimers:
    """Fires each by what it stands for."""

    def __init__(self, hand_over: HandOverAbsent, give_back: GiveBackReturned) -> None:
        self._hand_over = hand_over
        self._give_back = give_back

    async def __call__(self, state: Staff, timer: Timer, context: HasNow) -> Change[Staff]:
        """One portion."""
        fire = self._hand_over if timer in beginning_timers(state) else self._give_back
        return await fire(state, timer, context)
