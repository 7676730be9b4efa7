"""The pure handlers under delivery in any order, twice, through crashes, and with time passing between."""

import json
from collections import Counter
from collections.abc import Callable
from itertools import count

from chassis.apply import Document, Draft, EventFactory, due_timers
from chassis.codec import StateCodec
from chassis.documents import Change
from chassis.subscription import Moment
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskAssigned, TaskEscalated, TaskOverdue, TaskReminded
from contracts.events.intake import CaseAmended, CaseClosed, CaseOpened, CaseReopened, CaseWithdrawn
from contracts.events.repair import RepairClosed, RepairOpened
from contracts.payload import Payload
from contracts.registry import BY_TYPE
from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.errors import DispatchError
from dispatch.handlers.accept_task import accept_task
from dispatch.handlers.climb_overdue_step import assignment_timers, climb_overdue_step
from dispatch.handlers.communicate_plan import communicate_plan
from dispatch.handlers.on_case_amended import on_case_amended
from dispatch.handlers.on_case_closed import on_case_closed
from dispatch.handlers.on_case_opened import on_case_opened
from dispatch.handlers.on_case_reopened import on_case_reopened
from dispatch.handlers.on_case_withdrawn import on_case_withdrawn
from dispatch.handlers.on_repair_closed import on_repair_closed
from dispatch.handlers.on_repair_opened import on_repair_opened
from dispatch.handlers.reply_to_task import reply_to_task
from dispatch.handlers.resolve_case import resolve_case
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.support.effort import examples
from tests.unit.dispatch.builders import (
    ADMIN,
    CASE,
    DESIGN_TEXT,
    LEAK_TEXT,
    RETURN_TEXT,
    UNSURE_TEXT,
    amended,
    at,
    closed,
    context,
    opened,
    reopened,
    repair_closed,
    repair_opened,
    withdrawn,
)

CODEC = StateCodec(Assignment)
TEXTS = st.sampled_from([LEAK_TEXT, RETURN_TEXT, DESIGN_TEXT, UNSURE_TEXT])
HANDLERS: dict[type[Payload], Callable[..., object]] = {
    CaseOpened: on_case_opened,
    CaseAmended: on_case_amended,
    CaseWithdrawn: on_case_withdrawn,
    CaseReopened: on_case_reopened,
    CaseClosed: on_case_closed,
    RepairOpened: on_repair_opened,
    RepairClosed: on_repair_closed,
}
COMMANDS: dict[str, Callable[[Assignment, DispatchContext], Change[Assignment]]] = {
    "accept": lambda state, seen: accept_task(state, ADMIN, now=seen.now),
    "reply": lambda state, seen: reply_to_task(state, ADMIN, "c", "m", None, now=seen.now),
    "communicate": lambda state, seen: communicate_plan(state, ADMIN, "t", now=seen.now),
    "resolve": lambda state, seen: resolve_case(state, ADMIN, "r", now=seen.now),
}


class AssignmentMachine(RuleBasedStateMachine):
    """One document, the events on their way to it, and what it has said so far."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self.document: Document[Assignment] | None = None
        self.said: list[Payload] = []
        self.on_the_way: list[Envelope[Payload]] = []
        self.applied: list[Envelope[Payload]] = []
        self.serial = count()
        self.factory = EventFactory("dispatch", lambda: f"out-{next(self.serial)}")
        self.round_sent = 1
        self.withdrawn_sent: set[int] = set()
        self.send(opened(LEAK_TEXT, remedy="repair"))

    # What other services do

    def send(self, event: Envelope[Payload]) -> None:
        self.on_the_way.append(event)

    @rule(text=TEXTS)
    def amend(self, text: str) -> None:
        self.send(amended(text, at(self.seconds), f"amend-{next(self.serial)}", remedy="repair"))

    @rule()
    @precondition(lambda self: self.round_sent not in self.withdrawn_sent)
    def withdraw(self) -> None:
        self.withdrawn_sent.add(self.round_sent)
        self.send(withdrawn(self.round_sent, f"withdraw-{self.round_sent}"))

    @rule(confirmed=st.booleans())
    def repair(self, confirmed: bool) -> None:
        number = self.round_sent
        self.send(repair_opened(number, f"repair-opened-{number}"))
        self.send(repair_closed(number, "confirmed" if confirmed else "cancelled", f"repair-closed-{number}"))

    @rule()
    @precondition(lambda self: self.over())
    def come_back(self) -> None:
        self.round_sent += 1
        self.send(reopened(self.round_sent, f"reopen-{self.round_sent}"))

    @rule()
    @precondition(lambda self: self.over())
    def close(self) -> None:
        self.send(closed(self.round_sent, f"close-{self.round_sent}"))

    def over(self) -> bool:
        """Whether the present round has ended, so that intake may close or reopen it."""
        known = self.document
        return known is not None and known.state.round == self.round_sent and not known.state.is_open

    # What the consumer does

    @rule(data=st.data(), crash=st.booleans())
    @precondition(lambda self: self.on_the_way)
    def deliver(self, data: st.DataObject, crash: bool) -> None:
        """Any waiting event; a crash after the handler drops its result and the event comes again."""
        event = data.draw(st.sampled_from(self.on_the_way))
        draft = self.draft()
        verdict = "duplicate" if draft.has_seen(event.id) else self.handle(draft, event)
        if crash:
            return
        self.commit(draft)
        if verdict == "applied":
            self.applied.append(event)
        if verdict != "waiting":
            self.on_the_way = [other for other in self.on_the_way if other is not event]

    @rule(data=st.data())
    @precondition(lambda self: self.applied)
    def deliver_again(self, data: st.DataObject) -> None:
        event = data.draw(st.sampled_from(self.applied))
        assert self.draft().has_seen(event.id)

    @rule(seconds=st.sampled_from([0.5, 2.0, 5.0, 30.0]), crash=st.booleans())
    def tick(self, seconds: float, crash: bool) -> None:
        """Time passes and everything due is fired in one write, which a crash drops."""
        self.seconds += seconds
        if self.document is None:
            return
        draft = self.draft()
        now = at(self.seconds)
        while draft.state is not None and (due := due_timers(assignment_timers(draft.state), now)):
            change = climb_overdue_step(draft.state, due[0], Moment(now))
            assert due[0] not in assignment_timers(change.state)
            draft.change(change, cause=None, trace=None)
        if not crash:
            self.commit(draft)

    @rule(verb=st.sampled_from(sorted(COMMANDS)), crash=st.booleans())
    @precondition(lambda self: self.document is not None)
    def command(self, verb: str, crash: bool) -> None:
        draft = self.draft()
        assert draft.state is not None
        try:
            change = COMMANDS[verb](draft.state, context(at(self.seconds)))
        except DispatchError:
            return
        draft.change(change, cause=None, trace=None)
        if not crash:
            self.commit(draft)

    def draft(self) -> Draft[Assignment]:
        return Draft(CASE, self.document, self.factory, at(self.seconds))

    def handle(self, draft: Draft[Assignment], event: Envelope[Payload]) -> str:
        seen = context(at(self.seconds))
        outcome = HANDLERS[type(event.data)](draft.state, event, seen)
        return draft.deliver(event, outcome)  # type: ignore[arg-type]  # the table erases the event's type

    def commit(self, draft: Draft[Assignment]) -> None:
        """The one write: the state goes through the codec as it does through the database."""
        if not draft.touched or draft.state is None:
            return
        base = draft.base
        stored = CODEC.decode(CODEC.encode(draft.state))
        assert stored == draft.state
        inbox = {**(base.inbox if base else {}), **dict.fromkeys(draft.applied, draft.now)}
        version = (base.version if base else 0) + 1
        sequence = (base.sequence if base else 0) + len(draft.entries)
        self.document = Document(CASE, version, sequence, stored, inbox)
        for entry in draft.entries:
            body = json.loads(entry.body)
            self.said.append(BY_TYPE[body["type"]].model_validate(body["data"]))

    # What always holds

    @invariant()
    def steps_are_told_once(self) -> None:
        if self.document is None:
            return
        state = self.document.state
        runs = [*state.finished, *([state.running] if state.running else [])]
        assert sum(isinstance(told, TaskAssigned) for told in self.said) == len(runs)
        told_overdue = sum(isinstance(told, TaskOverdue) for told in self.said)
        assert told_overdue == sum(run.overdue_at is not None for run in runs)
        assert sum(isinstance(told, TaskReminded) for told in self.said) == sum(run.reminded for run in runs)
        assert sum(isinstance(told, TaskEscalated) for told in self.said) == sum(len(run.escalated) for run in runs)

    @invariant()
    def every_level_is_told_once_and_in_order(self) -> None:
        if self.document is None:
            return
        state = self.document.state
        for run in (*state.finished, *([state.running] if state.running else [])):
            assert [told.level for told in run.escalated] == list(range(1, len(run.escalated) + 1))
            assert not run.escalated or run.overdue_at is not None
            assert all(told.at >= run.due_at for told in run.escalated)

    @invariant()
    def a_step_runs_exactly_while_somebody_must_act(self) -> None:
        if self.document is None:
            return
        state = self.document.state
        must_act = state.status in ("awaiting_classification", "assigned", "accepted", "replied")
        assert (state.running is not None) == must_act
        assert len(assignment_timers(state)) <= 1
        if not must_act:
            assert assignment_timers(state) == ()

    @invariant()
    def nothing_is_resolved_before_the_customer_knows_the_plan(self) -> None:
        if self.document is None or self.document.state.status != "resolved":
            return
        last = self.document.state.finished[-1]
        assert (last.level.step, last.round) == ("03", self.document.state.round)
        assert last.outcome in ("met", "missed")

    @invariant()
    def one_box_of_each_kind_stands(self) -> None:
        if self.document is None:
            return
        standing = Counter(box.box for box in self.document.state.boxes if box.superseded_at is None)
        assert all(number == 1 for number in standing.values())

    @invariant()
    def hands_follow_one_another_without_a_gap(self) -> None:
        if self.document is None:
            return
        for run in self.document.state.finished:
            ends = [held.until for held in run.holdings]
            starts = [held.since for held in run.holdings]
            assert ends[:-1] == starts[1:]
            assert ends[-1] == run.clock.stopped_at


AssignmentMachine.TestCase.settings = settings(max_examples=examples(60), stateful_step_count=40, deadline=None)
TestAssignmentMachine = AssignmentMachine.TestCase
