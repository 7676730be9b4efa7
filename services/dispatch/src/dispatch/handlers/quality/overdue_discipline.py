"""Time passes over an 8D record: the owner is reminded, a late discipline goes up the chain."""

from dataclasses import replace

from chassis.documents import Change, Timer
from chassis.subscription import HasNow

from dispatch.domain.quality.corrective_action import CorrectiveAction
from dispatch.domain.stages import Mark, StageRun, next_mark, pass_mark
from dispatch.outgoing.quality import capa_change


def action_timers(state: CorrectiveAction) -> tuple[Timer, ...]:
    """The next mark of the running discipline."""
    mark = None if state.running is None else next_mark(state.running)
    return () if state.running is None or mark is None else (_timer(state.running, mark),)


def overdue_discipline(state: CorrectiveAction, timer: Timer, context: HasNow) -> Change[CorrectiveAction]:
    """Pass the mark that the timer stands for; a record that moved on meanwhile is left alone."""
    run = state.running
    mark = None if run is None else next_mark(run)
    if run is None or mark is None or _timer(run, mark) != timer:
        return Change(state)
    passed, fact = pass_mark(run, mark, context.now)
    return capa_change((replace(state, running=passed), (fact,)))


def _timer(run: StageRun, mark: Mark) -> Timer:
    return Timer(f"{run.stage.name}:{mark.name}", mark.due)
