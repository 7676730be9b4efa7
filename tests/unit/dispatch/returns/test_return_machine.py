"""Returns and assignments together: own events delivered late, twice and in any order, while people and time go on."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from chassis.documents import Change
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskReplied
from contracts.events.dispatch_returns import ReturnOverdue, ReturnReminded
from contracts.payload import Payload
from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.errors import DispatchError
from dispatch.domain.returns import moves
from dispatch.domain.returns.goods_return import STAGE_OF, GoodsReturn
from dispatch.domain.returns.reply import LINE
from dispatch.handlers.climb_overdue_step import assignment_timers
from dispatch.handlers.communicate_plan import communicate_plan
from dispatch.handlers.reply_to_task import reply_to_task
from dispatch.handlers.resolve_case import resolve_case
from dispatch.handlers.returns.overdue_return import overdue_return, return_timers
from dispatch.outgoing.returns import return_change
from dispatch.subscriptions import assignment_subscriptions
from dispatch.subscriptions_returns import return_subscriptions
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.support.effort import examples
from tests.support.memory import World
from tests.unit.dispatch.builders import ADMIN, CASE, RETURN_TEXT, context, opened, withdrawn
from tests.unit.dispatch.returns.goods import CLERK, SERVICE, asked, policy

RETURN = f"{CASE}:1"
NEXT = {
    "awaiting_decision": ["authorise", "refuse"],
    "goods_expected": ["receive", "receive", "drop"],
    "received": ["inspect"],
    "inspected": ["refund", "send_back"],
}
SELDOM = 15
"""One in so many: what would otherwise end nearly every life early."""
DELIVERIES = 10
"""Rounds of delivery after which nothing may wait any longer."""
ON_RETURNS: dict[str, Callable[[GoodsReturn, datetime], Change[GoodsReturn]]] = {
    "assess": lambda s, now: return_change(moves.assess(s, asked(sold_on=None), SERVICE, CLERK, now=now)),
    "authorise": lambda s, now: return_change(moves.authorise(s, "r", CLERK, goodwill=False, now=now)),
    "refuse": lambda s, now: return_change(moves.refuse(s, "r", CLERK, now=now)),
    "receive": lambda s, now: return_change(moves.receive(s, "c", CLERK, now=now)),
    "drop": lambda s, now: return_change(moves.give_up(s, "r", CLERK, now=now)),
    "inspect": lambda s, now: return_change(moves.inspect(s, "f", CLERK, fault_confirmed=False, now=now)),
    "refund": lambda s, now: return_change(moves.complete(s, "refunded", "t", CLERK, now=now)),
    "send_back": lambda s, now: return_change(moves.complete(s, "sent_back", "t", CLERK, now=now)),
}
ON_ASSIGNMENTS: dict[str, Callable[[Assignment, datetime], Change[Assignment]]] = {
    "reply": lambda s, now: reply_to_task(s, ADMIN, "c", "m", None, now=now),
    "communicate": lambda s, now: communicate_plan(s, ADMIN, "t", now=now),
    "resolve": lambda s, now: resolve_case(s, ADMIN, "r", now=now),
}


class ReturnMachine(RuleBasedStateMachine):
    """One case of returns; what dispatch publishes goes back to itself when a rule says so."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.assignments = self.world.store("assignments", Assignment, timers=assignment_timers)
        self.returns = self.world.store("returns", GoodsReturn, timers=return_timers)
        self.world.subscribe(*assignment_subscriptions(self.assignments))
        self.world.subscribe(*return_subscriptions(self.returns, self.assignments, policy()))
        self.world.on_timer(self.returns, overdue_return)
        self.world.prepare(_context)
        self.world.deliver(opened(RETURN_TEXT))
        self.waiting: list[Envelope[Payload]] = []
        self.taken = 0
        self.withdrawn = False

    @property
    def present(self) -> GoodsReturn | None:
        found = self.returns.find(RETURN)
        return None if found is None else found.state

    def collect(self) -> None:
        """What was published since is on its way."""
        self.waiting += self.world.published[self.taken :]
        self.taken = len(self.world.published)

    def hand(self, event: Envelope[Payload]) -> None:
        verdicts = self.world.deliver(event)
        assert not verdicts.poison
        if not verdicts.waiting:
            self.waiting.remove(event)
        self.collect()

    @rule(data=st.data(), twice=st.booleans())
    @precondition(lambda self: self.waiting or len(self.world.published) > self.taken)
    def deliver(self, data: st.DataObject, twice: bool) -> None:
        self.collect()
        event = data.draw(st.sampled_from(self.waiting))
        if twice:
            assert not self.world.deliver(event).poison
        self.hand(event)

    @rule(verb=st.sampled_from(sorted(ON_RETURNS)))
    @precondition(lambda self: self.present is not None)
    def work_on_the_return(self, verb: str) -> None:
        _unless_refused(lambda: self.world.command(self.returns, RETURN, ON_RETURNS[verb]))

    @rule(verb=st.sampled_from(sorted(ON_ASSIGNMENTS)), chance=st.integers(0, SELDOM))
    def work_on_the_assignment(self, verb: str, chance: int) -> None:
        if verb == "reply" and chance:
            return
        _unless_refused(lambda: self.world.command(self.assignments, CASE, ON_ASSIGNMENTS[verb]))

    @rule(data=st.data())
    @precondition(lambda self: self.present is not None)
    def go_on_with_the_return(self, data: st.DataObject) -> None:
        state = self.present
        if state is not None and state.is_open:
            verb = data.draw(st.sampled_from(NEXT[state.status]))
            self.world.command(self.returns, RETURN, ON_RETURNS[verb])

    @rule()
    def deliver_everything(self) -> None:
        self.collect()
        for event in list(self.waiting):
            self.hand(event)

    @rule(chance=st.integers(0, SELDOM))
    @precondition(lambda self: not self.withdrawn)
    def withdraw(self, chance: int) -> None:
        if chance:
            return
        self.withdrawn = True
        self.world.deliver(withdrawn(1))

    @rule(hours=st.sampled_from([0.5, 4.0, 9.0, 90.0]), late=st.booleans())
    def wait(self, hours: float, late: bool) -> None:
        self.world.tick(timedelta(hours=hours), late=late)

    @invariant()
    def a_clock_runs_exactly_while_somebody_must_act(self) -> None:
        state = self.present
        if state is None:
            return
        assert (state.running is not None) == (state.status in STAGE_OF) == (state.ended_at is None)
        if state.running is not None:
            assert state.running.stage.name == STAGE_OF[state.status]
        assert len(return_timers(state)) <= 1

    @invariant()
    def each_level_is_told_once_and_in_order(self) -> None:
        levels: dict[str, list[int]] = {}
        for event in self.world.published:
            if isinstance(event.data, ReturnOverdue):
                levels.setdefault(event.data.stage, []).append(event.data.level)
                assert event.data.overdue_at >= event.data.due_at
        assert all(told == list(range(1, len(told) + 1)) for told in levels.values())
        reminded = Counter(event.data.stage for event in self.world.published if isinstance(event.data, ReturnReminded))
        assert all(count == 1 for count in reminded.values())

    @invariant()
    def the_line_is_answered_once(self) -> None:
        assert sum(isinstance(event.data, TaskReplied) for event in self.world.published) <= 1

    @rule()
    def resolve_in_vain(self) -> None:
        before = self.assignments.state(CASE)
        if before.return_pending:
            _unless_refused(lambda: self.world.command(self.assignments, CASE, ON_ASSIGNMENTS["resolve"]))
            assert self.assignments.state(CASE) == before

    def teardown(self) -> None:
        """Everything delivered: both aggregates agree."""
        self.collect()
        for _ in range(DELIVERIES):
            for event in list(self.waiting):
                self.hand(event)
        assert not self.waiting
        state, assignment = self.present, self.assignments.state(CASE)
        assert state is not None
        if self.withdrawn:
            assert not state.is_open
        elif state.status in ("completed", "refused"):
            assert assignment.goods_return is not None
            assert assignment.goods_return.outcome is not None
            assert assignment.status in ("replied", "communicated", "resolved")
        elif state.status in ("goods_expected", "received", "inspected"):
            assert assignment.return_pending
        elif assignment.status in ("replied", "communicated", "resolved"):
            assert state.status == "dropped"
        run = assignment.running
        if run is not None and run.level.step == LINE and state is not None:
            assert run.clock.is_paused == (state.status == "goods_expected")


async def _context(_: Sequence[Envelope[Payload]], now: datetime) -> DispatchContext:
    return context(now)


def _unless_refused(command: Callable[[], object]) -> None:
    try:
        command()
    except DispatchError:
        return


ReturnMachine.TestCase.settings = settings(max_examples=examples(60), stateful_step_count=30, deadline=None)
TestReturnMachine = ReturnMachine.TestCase
