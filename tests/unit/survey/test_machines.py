"""Any sequence of moves and ticks keeps follow-ups and improvements consistent, their timers included."""

from datetime import timedelta

from chassis.documents import Change
from chassis.subscription import Moment
from contracts.events.survey import FollowUpCompleted, FollowUpOverdue, ImprovementOverdue
from contracts.payload import Payload
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from survey.domain import asking, improving
from survey.domain.errors import SurveyError
from survey.domain.improvement import Improvement
from survey.domain.vocabulary import Satisfaction
from survey.handlers.answer_improvement import answer_improvement
from survey.handlers.attempt_follow_up import attempt_follow_up
from survey.handlers.escalate_overdue_improvement import escalate_overdue_improvement, improvement_timers
from survey.handlers.record_follow_up import record_follow_up
from survey.handlers.report_overdue_follow_up import follow_up_timers, report_overdue_follow_up
from survey.handlers.verify_improvement import verify_improvement

from tests.support.effort import examples
from tests.unit.survey import surveys
from tests.unit.survey.surveys import NOW

MINUTES = st.integers(0, 20 * 60)
LEVELS: list[Satisfaction] = ["very_satisfied", "satisfied", "dissatisfied", "very_dissatisfied"]
QUICK = settings(
    max_examples=examples(100), stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


class FollowUpMachine(RuleBasedStateMachine):
    """Tries, answers, cancellations and time."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.state = surveys.scheduled()
        self.sent: list[Payload] = []

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for timer in follow_up_timers(self.state):
            if timer.due <= self.now:
                change = report_overdue_follow_up(self.state, timer, Moment(self.now))
                self.state = change.state
                self.sent += [event.payload for event in change.events]
                assert timer.name not in {left.name for left in follow_up_timers(self.state)}

    @rule()
    def attempt(self) -> None:
        before = self.state
        try:
            change = attempt_follow_up(before, "phone", None, by="staff:sun", now=self.now)
        except SurveyError:
            assert before.status != "scheduled" or before.next_attempt_at is not None
            return
        self.state = change.state
        self.sent += [event.payload for event in change.events]
        assert len(self.state.attempts) == len(before.attempts) + 1

    @rule(level=st.sampled_from(LEVELS), other=st.none() | st.sampled_from(LEVELS))
    def record(self, level: Satisfaction, other: Satisfaction | None) -> None:
        answers = {"solution": level} | ({} if other is None else {"technician": other})
        try:
            change = record_follow_up(self.state, "phone", answers, "", None, by="staff:sun", now=self.now)
        except SurveyError:
            assert self.state.status != "scheduled"
            return
        self.state = change.state
        self.sent += [event.payload for event in change.events]

    @rule(really=st.integers(0, 5))
    def withdraw(self, really: int) -> None:
        if really == 0 and asking.may_be_cancelled(self.state):
            self.state = asking.cancel(self.state, "withdrawn", self.now)[0]

    @invariant()
    def it_completes_once_and_says_so(self) -> None:
        completed = [event for event in self.sent if isinstance(event, FollowUpCompleted)]
        assert len(completed) == (self.state.status == "completed")
        for event in completed:
            assert event.satisfied is self.state.satisfied
            assert event.attempts == self.state.attempts_made
            assert (event.satisfied is None) == (not event.answers)

    @invariant()
    def it_is_late_at_most_once_and_never_early(self) -> None:
        late = [event for event in self.sent if isinstance(event, FollowUpOverdue)]
        assert len(late) <= 1
        assert all(event.overdue_at >= event.due_at for event in late)

    @invariant()
    def tries_are_bounded(self) -> None:
        assert len(self.state.attempts) <= surveys.POLICY.follow_up.max_attempts


class ImprovementMachine(RuleBasedStateMachine):
    """Answers, verifications and time."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.state = surveys.opened()
        self.told: list[tuple[int, str]] = []

    def take(self, change: Change[Improvement]) -> None:
        before = [answer.measure for answer in self.state.answers]
        self.state = change.state
        assert [answer.measure for answer in self.state.answers][: len(before)] == before

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for timer in sorted(improvement_timers(self.state), key=lambda timer: timer.due):
            if timer.due > self.now:
                continue
            change = escalate_overdue_improvement(self.state, timer, Moment(self.now))
            for event in change.events:
                assert isinstance(event.payload, ImprovementOverdue)
                self.told.append((self.state.clock, event.payload.addressee))
            self.take(change)
            assert timer.name not in {left.name for left in improvement_timers(self.state)}

    @rule()
    def answer(self) -> None:
        try:
            self.take(answer_improvement(self.state, "measure", None, by=surveys.WANG, now=self.now))
        except SurveyError:
            assert self.state.status != "open"

    @rule(effective=st.sampled_from([False, False, False, True]))
    def verify(self, effective: bool) -> None:
        try:
            self.take(verify_improvement(self.state, effective, "seen", None, by="staff:qian", now=self.now))
        except SurveyError:
            assert self.state.status != "answered"

    @invariant()
    def each_level_hears_once_per_clock_in_order(self) -> None:
        assert len(self.told) == len(set(self.told))
        chain = [level.addressee for level in surveys.POLICY.improvement.escalation]
        for clock in range(1, self.state.clock + 1):
            heard = [addressee for of, addressee in self.told if of == clock]
            assert heard == chain[: len(heard)]

    @invariant()
    def what_is_due_was_told(self) -> None:
        assert all(due > self.now for due in improving.pending_levels(self.state).values()) or self.now == NOW

    @invariant()
    def a_clock_is_an_ineffective_answer_and_one(self) -> None:
        failed = [a for a in self.state.answers if a.verification is not None and not a.verification.effective]
        assert self.state.clock == len(failed) + 1


TestFollowUpMachine = FollowUpMachine.TestCase
TestFollowUpMachine.settings = QUICK
TestImprovementMachine = ImprovementMachine.TestCase
TestImprovementMachine.settings = QUICK
