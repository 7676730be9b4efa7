"""Effects happen once, whatever the order, the duplicates and the crashes: the dispatcher under random deliveries."""

from collections.abc import Sequence

from contracts.events.intake import CaseAmended, CaseClosed, CaseOpened
from hypothesis import settings

from tests.integration.chassis import toy
from tests.support.builders import envelope_of
from tests.support.deliveries import DeliveryMachine
from tests.support.memory import Event, World


class VisitMachine(DeliveryMachine):
    """Two visits; either of two events may come first, the closing needs one of them."""

    def make_world(self) -> World:
        world = World()
        self.visits = world.store("visits", toy.Visit, timers=toy.visit_timers)
        world.subscribe(*toy.subscriptions(self.visits))
        world.on_timer(self.visits, toy.on_reminder)
        return world

    def script(self) -> Sequence[Event]:
        return [
            envelope_of(CaseOpened, id="opened", case_id="a", description="due 3600"),
            envelope_of(CaseAmended, id="amended", case_id="a"),
            envelope_of(CaseOpened, id="other", case_id="b"),
            envelope_of(CaseClosed, id="closed", case_id="b"),
        ]

    def check(self) -> None:
        for visit_id in self.visits.ids:
            visit = self.visits.state(visit_id)
            assert len(set(visit.seen)) == len(visit.seen)
            told = [event for event in self.world.published if event.subject == visit_id]
            assert [event.sequence for event in told] == list(range(1, len(told) + 1))

    def finished(self) -> None:
        first, second = self.visits.state("a"), self.visits.state("b")
        assert set(first.seen) == {"opened", "amended"}
        assert first.reminders == 1
        assert set(second.seen) == {"other", "closed"}
        assert second.status == "closed"
        told = [(event.subject, event.causationid) for event in self.world.published]
        assert sorted(told, key=str) == [("a", "amended"), ("a", "opened"), ("a", "timer:remind"), ("b", "other")]


VisitMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestVisits = VisitMachine.TestCase
