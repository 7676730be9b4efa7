"""Any sequence of moves keeps the order consistent."""

from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from repair.domain import judgement, opening, work
from repair.domain.errors import RepairError
from repair.domain.facts import Closed, Confirmed, Fact, Rejected
from repair.domain.records import Check
from repair.domain.repair_order import RepairOrder

from tests.support.effort import examples
from tests.unit.repair import orders
from tests.unit.repair.orders import FAILED, NOW, PASSED, TECHNICIAN

Decide = Callable[[RepairOrder], tuple[RepairOrder, tuple[Fact, ...]]]


class RepairMachine(RuleBasedStateMachine):
    """Moves in any order; a refused one must change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.order = orders.opened()
        self.facts: list[Fact] = []
        self.minutes = 0

    def move(self, decide: Decide) -> bool:
        before = self.order
        try:
            self.order, facts = decide(before)
        except RepairError:
            return False
        self.facts.extend(facts)
        assert self.order.plans[: len(before.plans)] == before.plans
        assert self.order.log[: len(before.log)] == before.log
        assert self.order.verifications[: len(before.verifications)] == before.verifications
        assert self.order.rejections[: len(before.rejections)] == before.rejections
        return True

    @rule(reason=st.none() | st.just("found more"))
    def plan(self, reason: str | None) -> None:
        self.move(lambda order: work.plan(order, orders.draft(reason), TECHNICIAN, NOW))

    @rule(minutes=st.integers(0, 500))
    def log(self, minutes: int) -> None:
        if self.move(lambda order: work.log(order, orders.done(minutes), TECHNICIAN, NOW)):
            self.minutes += minutes

    @rule(checks=st.lists(st.sampled_from([PASSED, FAILED]), min_size=1, max_size=3))
    def test(self, checks: list[Check]) -> None:
        self.move(lambda order: work.verify(order, tuple(checks), TECHNICIAN, NOW))

    @rule()
    def complete(self) -> None:
        if self.move(lambda order: work.complete(order, "done", TECHNICIAN, NOW)):
            assert all(check.passed for check in self.order.verifications[-1].checks)
            assert self.order.verifications[-1].attempt == self.order.attempt
            assert self.order.attempt_log

    @rule()
    def confirm(self) -> None:
        self.move(lambda order: judgement.confirm(order, "on_site", None, TECHNICIAN, NOW))

    @rule()
    def reject(self) -> None:
        self.move(lambda order: judgement.reject(order, "no", TECHNICIAN, NOW))

    @rule(certain=st.booleans(), other=st.booleans())
    def withdraw(self, certain: bool, other: bool) -> None:
        if certain and other:
            self.move(lambda order: opening.cancel(order, "withdrawn", TECHNICIAN, NOW))

    @invariant()
    def minutes_add_up(self) -> None:
        assert sum(entry.minutes for entry in self.order.log) == self.minutes

    @invariant()
    def attempts_are_rejections_and_one(self) -> None:
        assert self.order.attempt == len(self.order.rejections) + 1
        assert sum(isinstance(fact, Rejected) for fact in self.facts) == len(self.order.rejections)

    @invariant()
    def it_ends_once_and_for_a_reason(self) -> None:
        ended = self.order.status in {"closed", "cancelled"}
        assert sum(isinstance(fact, Closed) for fact in self.facts) == ended
        assert sum(isinstance(fact, Confirmed) for fact in self.facts) == (self.order.status == "closed")
        assert (self.order.closed_at is not None) == ended
        assert (self.order.outcome is not None) == ended

    @invariant()
    def the_technician_is_the_last_plans(self) -> None:
        assert self.order.technician == (self.order.plans[-1].technician if self.order.plans else None)


TestRepairMachine = RepairMachine.TestCase
TestRepairMachine.settings = settings(
    max_examples=examples(150), stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
