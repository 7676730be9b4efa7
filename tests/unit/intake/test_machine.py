"""A case under news in any order, twice, in groups and through crashes, while people amend, withdraw and reopen it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from chassis.documents import Change
from contracts.events.dispatch import (
    CaseClassified,
    CaseResolved,
    TaskAccepted,
    TaskAssigned,
    TaskCommunicated,
    TaskEscalated,
    TaskOverdue,
    TaskReplied,
)
from contracts.events.intake import CaseClosed, CaseReopened, CaseWithdrawn
from contracts.events.notification import NotificationSent
from contracts.events.repair import RepairOpened
from contracts.events.survey import FollowUpCompleted, FollowUpScheduled
from contracts.payload import Payload
from hypothesis import settings
from hypothesis.stateful import rule
from intake.domain.case import ENDED, PROGRESS, Case
from intake.domain.errors import CaseError
from intake.handlers import amend_case, open_case, reopen_case, withdraw_case
from intake.subscriptions import subscriptions

from tests.support.builders import ARRIVED, envelope_of
from tests.support.deliveries import DeliveryMachine
from tests.support.effort import examples
from tests.support.memory import Event, World
from tests.unit.intake.cases import BY, CASE_ID, DETAILS, TOLERANCE

ROUND: tuple[type[Payload], ...] = (
    TaskAssigned,
    TaskAccepted,
    TaskOverdue,
    TaskEscalated,
    TaskReplied,
    RepairOpened,
    TaskCommunicated,
    CaseResolved,
    FollowUpScheduled,
)


class CaseMachine(DeliveryMachine):
    """Two rounds: the first customer's answer is no, the second is yes."""

    def make_world(self) -> World:
        """One case, recorded."""
        self.before: Case | None = None
        world = World()
        self.cases = world.store("cases", Case)
        world.subscribe(*subscriptions(self.cases))  # type: ignore[arg-type]  # a store, as far as subscriptions go
        change = open_case.handle(
            CASE_ID,
            number="2603-000017-4",
            kind="complaint",
            channel="hotline",
            details=DETAILS,
            recorded_by=BY,
            tracking_path="/v1/track/t",
            now=ARRIVED,
            clock_tolerance=TOLERANCE,
        )
        world.create(self.cases, CASE_ID, change)
        return world

    def script(self) -> Sequence[Event]:
        """What the other services say, dispatch's numbered in its own order."""
        told: list[Event] = [
            envelope_of(NotificationSent, case_id=CASE_ID, addressee="customer:C-1001"),
            envelope_of(CaseClassified, case_id=CASE_ID, sequence=1),
        ]
        for round_, satisfied in ((1, False), (2, True)):
            told += [
                envelope_of(kind, case_id=CASE_ID, round=round_, sequence=10 * round_ + place)
                for place, kind in enumerate(ROUND)
            ]
            told.append(envelope_of(FollowUpCompleted, case_id=CASE_ID, round=round_, satisfied=satisfied, words="w"))
        return told

    @rule()
    def deliver_backwards(self) -> None:
        """The latest first, as far as nothing waits."""
        for event in reversed(self.events):
            self._deliver([event], None)

    @rule()
    def amend(self) -> None:
        """The front desk corrects the text."""
        text = f"{self.case.details.description}!"[-50:]
        details = replace(self.case.details, description=text, place=str(len(self.case.timeline)))
        self._command(
            lambda case: amend_case.handle(CASE_ID, case, details, by=BY, now=self.world.now, clock_tolerance=TOLERANCE)
        )

    @property
    def case(self) -> Case:
        """As stored."""
        return self.cases.state(CASE_ID)

    def check(self) -> None:
        """No way back inside a round, an end stays, the timeline only grows, and every fact was told once."""
        now, before = self.case, self.before
        assert len({(entry.what, entry.at, entry.round) for entry in now.timeline}) >= 1
        if before is not None:
            assert now.timeline[: len(before.timeline)] == before.timeline
            assert now.round >= before.round
            if now.round == before.round and before.status not in ENDED and now.status in PROGRESS:
                assert PROGRESS.index(now.status) >= PROGRESS.index(before.status)
            if before.status == "withdrawn":
                assert now.status == "withdrawn"
        told = Counter(event.type for event in self.world.published)
        noted = Counter(f"aftersales.{entry.what}.v1" for entry in now.timeline)
        own = {CaseClosed.type_name(), CaseReopened.type_name(), CaseWithdrawn.type_name()}
        assert {name: told[name] for name in own} == {name: noted[name] for name in own}
        assert now.round == 1 + told[CaseReopened.type_name()]
        assert (now.ended_at is not None) == (now.status in ENDED)
        self.before = now

    def finished(self) -> None:
        """However the news came: every event is one line, and the case is where its last round left it."""
        lines = Counter(entry.what for entry in self.case.timeline if not entry.what.startswith("case."))
        expected = Counter(event.data.TYPE for event in self.events if not event.data.TYPE.startswith("case."))
        assert lines == expected
        assert (self.case.status, self.case.outcome, self.case.round) == ("closed", "satisfied", 2)
        handling = self.case.handling
        assert (handling.step, handling.due_at, handling.responsible) == (None, None, "staff:wang")

    def _command(self, command: Callable[[Case], Change[Case]]) -> None:
        try:
            self.world.command(self.cases, CASE_ID, lambda case, _: command(case))
        except CaseError:
            assert self.case == self.before


class InterruptedMachine(CaseMachine):
    """The same, while people also end the case or bring it back at any moment."""

    @rule()
    def withdraw(self) -> None:
        """The customer gives up."""
        self._command(lambda case: withdraw_case.handle(CASE_ID, case, "sold", by=BY, now=self.world.now))

    @rule()
    def reopen(self) -> None:
        """The customer does not accept the result."""
        self._command(lambda case: reopen_case.handle(CASE_ID, case, "no", by=BY, now=self.world.now))

    def finished(self) -> None:
        """What was told and what is stored agree; `check` has seen to it."""
        assert self.case.status != "received"


_EFFORT = settings(max_examples=examples(25, quick=8), stateful_step_count=25, deadline=None)
CaseMachine.TestCase.settings = InterruptedMachine.TestCase.settings = _EFFORT
TestCase = CaseMachine.TestCase
TestInterrupted = InterruptedMachine.TestCase
