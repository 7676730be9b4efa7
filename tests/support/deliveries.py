"""Random deliveries as hypothesis state machine: any order, duplicates, groups, crashes at the write, passing time.

Subclass `DeliveryMachine`, say which world and which events, and what must hold::

    class VisitMachine(DeliveryMachine):
        def make_world(self) -> World:
            world = World()
            self.visits = world.store("visits", Visit, timers=visit_timers)
            world.subscribe(*subscriptions(self.visits))
            world.on_timer(self.visits, on_reminder)
            return world

        def script(self) -> Sequence[Event]:          # in the order of their causes, each with its own id
            return [envelope_of(CaseOpened, case_id="c"), envelope_of(CaseClosed, case_id="c")]

        def check(self) -> None:                      # after every step
            assert ...

        def finished(self) -> None:                   # everything was delivered and time has passed
            assert self.visits.state("c").seen_once()

    TestVisits = VisitMachine.TestCase

At the end whatever was not acknowledged yet is delivered in order (what waits for a predecessor again and again, as the
retry ladder does), then time passes. `outcomes` in `finished` should not depend on the order of deliveries.
"""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.support.memory import Crash, Crashed, Event, World

_ANY = st.integers(min_value=0, max_value=10_000)
_CRASH: st.SearchStrategy[Crash | None] = st.sampled_from([None, None, None, "before", "after"])


class DeliveryMachine(RuleBasedStateMachine):
    """Delivers the script at random. `acknowledged` holds the ids that were consumed for good."""

    settling = timedelta(days=60)
    """How much time passes at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.acknowledged: set[str] = set()
        self.events: Sequence[Event] = ()
        self.world = self.make_world()
        self.events = self.script()

    def make_world(self) -> World:
        """The service under test."""
        raise NotImplementedError

    def script(self) -> Sequence[Event]:
        """The events, in the order of their causes."""
        raise NotImplementedError

    def check(self) -> None:
        """What holds after every step."""

    def finished(self) -> None:
        """What holds in the end."""

    @rule(index=_ANY, crash=_CRASH)
    def deliver(self, index: int, crash: Crash | None) -> None:
        """One event, whether or not it was delivered before."""
        self._deliver([self.events[index % len(self.events)]], crash)

    @rule(indexes=st.lists(_ANY, min_size=2, max_size=6), crash=_CRASH)
    def deliver_group(self, indexes: list[int], crash: Crash | None) -> None:
        """Several in one group, possibly one of them twice."""
        self._deliver([self.events[index % len(self.events)] for index in indexes], crash)

    @rule(minutes=st.integers(min_value=1, max_value=3 * 24 * 60), late=st.booleans())
    def pass_time(self, minutes: int, late: bool) -> None:
        """Timers fire, on time or late."""
        self.world.tick(timedelta(minutes=minutes), late=late)

    @invariant()
    def holds(self) -> None:
        """The subclass's own."""
        self.check()

    def teardown(self) -> None:
        """Deliver the rest, let time pass, judge."""
        for _ in self.events:
            for event in self.events:
                if event.id not in self.acknowledged:
                    self._deliver([event], None)
        self.world.tick(self.settling)
        self.check()
        self.finished()

    def _deliver(self, group: Sequence[Event], crash: Crash | None) -> None:
        try:
            verdicts = self.world.deliver(*group, crash=crash)
        except Crashed:
            return
        assert not verdicts.poison, verdicts.poison
        self.acknowledged.update(event.id for event in group if event.id not in verdicts.waiting)
