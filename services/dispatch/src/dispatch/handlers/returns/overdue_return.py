"""Time passes over a return: reminders, the limit, the chain of authorities (M9)."""

from dataclasses import replace

from chassis.documents import Change, Timer
from chassis.subscription import HasNow

from dispatch.domain.returns.goods_return import GoodsReturn
from dispatch.domain.stages import Mark, StageRun, next_mark, pass_mark
from dispatch.outgoing.returns import return_change


def return_timers(state: GoodsReturn) -> tuple[Timer, ...]:
    """The next mark of the running stage."""
    mark = None if state.running is None else next_mark(state.running)
    return () if state.running is None or mark is None else (_timer(state.running, mark),)


def overdue_return(state: GoodsReturn, timer: Timer, context: HasNow) -> Change[GoodsReturn]:
    """Pass the mark that the timer stands for; a return that moved on meanwhile is left alone."""
    run = state.running
    mark = None if run is None else next_mark(run)
    if run is None or mark is None or _timer(run, mark) != timer:
        return Change(state)
    passed, fact = pass_mark(run, mark, context.now)
    return return_change((replace(state, running=passed), (fact,)))


def _timer(run: StageRun, mark: Mark) -> Timer:
    return Timer(f"{run.stage.name}:{mark.name}", mark.due)
