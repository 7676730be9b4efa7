"""A random life of one case, and beside it what its clocks must show, kept from the actions alone."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from chassis.documents import Change
from contracts.events.dispatch import TaskEscalated, TaskOverdue, TaskReminded
from contracts.events.repair import RepairPlanned
from contracts.payload import Payload
from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.classification import Decision
from dispatch.handlers.accept_task import accept_task
from dispatch.handlers.classify_case import PersonsClass, classify_case, reclassify_case
from dispatch.handlers.climb_overdue_step import assignment_timers
from dispatch.handlers.communicate_plan import communicate_plan
from dispatch.handlers.hand_over_task import hand_over_task
from dispatch.handlers.name_responsible import name_responsible
from dispatch.handlers.on_case_amended import on_case_amended
from dispatch.handlers.on_case_closed import on_case_closed
from dispatch.handlers.on_case_opened import on_case_opened
from dispatch.handlers.on_case_reopened import on_case_reopened
from dispatch.handlers.on_repair_planned import on_repair_planned
from dispatch.handlers.pause_task import pause_task, resume_task
from dispatch.handlers.reply_to_task import reply_to_task
from dispatch.handlers.resolve_case import resolve_case
from dispatch.incoming import case_of, facts_of

from tests.unit.dispatch import builders
from tests.unit.dispatch.builders import ADMIN
from tests.unit.dispatch.flow import changed
from tests.unit.dispatch.simulation.minutes import DAY, Stopwatch, instant, minute_of
from tests.unit.dispatch.simulation.replicas import Competition, Document

POLICY = "default"
TEXTS = (builders.LEAK_TEXT, builders.RETURN_TEXT, builders.DESIGN_TEXT, builders.UNSURE_TEXT, "it hurt and is broken")
COLLEAGUES = {
    "returns": ("staff:gendan1", "staff:gendan2"),
    "rnd": ("staff:rnd-pm1", "staff:rnd-pm2"),
    "quality": ("staff:quality1", "staff:quality2"),
    "sales": ("staff:clerk1", "staff:clerk2", "staff:sales1"),
    "support": ("staff:support1", "staff:support2"),
}
AWAITED = {
    "waiting_for_customer": "case.amended",
    "waiting_for_parts": "repair.planned",
    "waiting_for_shipment": "repair.planned",
}
LADDER_WORDS = (TaskReminded, TaskOverdue, TaskEscalated)


@cache
def decision_on(text: str) -> Decision:
    """What the ruleset says, once for all cases."""
    event = builders.opened(text)
    return builders.context(name=POLICY).decision(event.id, facts_of(case_of(event.data), text))


def seen(now: datetime, text: str, event_id: str) -> DispatchContext:
    """What the handler of an event sees."""
    return replace(builders.context(now, name=POLICY), decisions={event_id: decision_on(text)})


@dataclass
class Expected:
    """One step as it must be: its clock, who held it since when, and what was heard of it."""

    watch: Stopwatch
    hands: list[tuple[str, int]]
    reason: str | None = None
    heard: list[Payload] = field(default_factory=list)


class Life:
    """Lives one case from its opening to its closing, or until the actions are used up."""

    def __init__(self, seed: int, competition: Competition) -> None:
        self.chance = random.Random(seed)
        self.document = Document(self.chance, competition)
        self.steps: list[Expected] = []
        self.now = self.chance.randrange(365 * DAY)
        self.opened = self.now
        self.text = self.chance.choice(TEXTS)
        self.serial = 0

    def live(self, actions: int, check: Callable[["Life"], None]) -> None:
        """`check` is called before and after every action."""
        self.now += self.chance.choice((0, 0, 1, 30, 3 * DAY))
        self.act(self.open)
        for _ in range(actions):
            choices = self.choices()
            if not choices:
                break
            self.pass_time(self.chance.choice((0, 1, 7, 60, 240, 480, DAY, 2 * DAY, 5 * DAY)))
            check(self)
            self.act(self.chance.choice(choices))
        self.pass_time(self.chance.choice((0, DAY, 20 * DAY)))
        check(self)

    @property
    def state(self) -> Assignment:
        """As the database has it."""
        assert self.document.state is not None
        return self.document.state

    @property
    def step(self) -> Expected:
        """The latest step."""
        return self.steps[-1]

    def pass_time(self, minutes: int) -> None:
        """The replicas sweep up to three minutes after a timer is due, or at the end when that comes earlier."""
        end = self.now + self.chance.randint(0, minutes)
        while timers := assignment_timers(self.state):
            assert not self.step.watch.is_paused, "a timer is pending while the clock stands still"
            due = minute_of(timers[0].due)
            if due >= end:
                break
            self.now = max(self.now, min(due + self.chance.randint(0, 3), end))
            self.hear(self.step, self.document.sweep(instant(self.now)))
        self.now = end

    def act(self, action: Callable[[], None]) -> None:
        """One command or event."""
        self.serial += 1
        action()

    def write(self, decide: Callable[[Assignment, datetime], Change[Assignment]]) -> None:
        """Have it written among the sweeps of this instant. What it says of a clock is about the step before."""
        at = instant(self.now)
        before = self.steps[-1] if self.steps else None
        said = self.document.command(lambda state: None if state is None else decide(state, at), at)
        if before is not None:
            self.hear(before, said)

    def hear(self, step: Expected, said: list[Payload]) -> None:
        """Keep what concerns the ladder."""
        step.heard += [payload for payload in said if isinstance(payload, LADDER_WORDS)]

    # What can happen

    def choices(self) -> list[Callable[[], None]]:
        """The actions that the status allows."""
        status = self.state.status
        if status in ("closed", "withdrawn"):
            return []
        if status == "communicated":
            return [self.resolve]
        if status == "resolved":
            return [self.close, self.reopen, self.reopen]
        anywhere = [self.hand_over, self.amend, self.plan_repair]
        anywhere += [self.resume] if self.step.watch.is_paused else [self.pause, self.pause]
        return [*anywhere, *self._forward()]

    def _forward(self) -> list[Callable[[], None]]:
        run = self.state.running
        assert run is not None
        if self.state.status == "awaiting_classification":
            return [self.classify]
        if self.state.status == "replied":
            return [self.communicate]
        onward = self.name if run.level.step == "02B" else self.reply
        taking = [self.accept] if self.state.status == "assigned" else []
        return [onward, self.reclassify, *taking]

    def open(self) -> None:
        event = builders.opened(self.text, opened_at=instant(self.opened), occurred_at=instant(self.opened))
        at = instant(self.now)
        said = self.document.command(
            lambda state: (
                changed(on_case_opened(None, event, seen(at, self.text, event.id))) if state is None else None
            ),
            at,
        )
        self.begin(self.opened if self.state.status == "awaiting_classification" else self.now)
        self.hear(self.step, said)

    def classify(self) -> None:
        wanted = PersonsClass("product_quality", "quality", "medium", "low", None)
        desk = builders.context(instant(self.now), name=POLICY).desk("classify")
        self.end()
        self.write(lambda state, now: classify_case(state, wanted, ADMIN, desk, now=now))
        self.begin(self.now)

    def reclassify(self) -> None:
        team = "support" if self.state.team == "quality" else "quality"
        wanted = PersonsClass("usage", team, None, None, None)
        desk = builders.context(instant(self.now), name=POLICY).desk("reclassify")
        self.end()
        self.write(lambda state, now: reclassify_case(state, wanted, "misread", ADMIN, desk, now=now))
        self.begin(self.now)

    def accept(self) -> None:
        self.write(lambda state, now: accept_task(state, ADMIN, now=now))

    def hand_over(self) -> None:
        run = self.state.running
        assert run is not None
        others = [address for address in COLLEAGUES[run.level.team] if address != run.responsible]
        to = self.chance.choice(others)
        policy = builders.policy(POLICY)
        self.write(lambda state, now: hand_over_task(state, ADMIN, to, "my leave begins", policy, now=now))
        self.step.hands.append((to, self.now))

    def name(self) -> None:
        self.end()
        policy = builders.policy(POLICY)
        self.write(lambda state, now: name_responsible(state, ADMIN, "staff:rnd-pm1", "knows it", policy, now=now))
        self.begin(self.now)

    def reply(self) -> None:
        self.end()
        self.write(lambda state, now: reply_to_task(state, ADMIN, "cause", "measure", False, now=now))
        self.begin(self.now)

    def communicate(self) -> None:
        self.end()
        self.write(lambda state, now: communicate_plan(state, ADMIN, "on Tuesday", now=now))

    def resolve(self) -> None:
        self.write(lambda state, now: resolve_case(state, ADMIN, "done", now=now))

    def close(self) -> None:
        event = builders.closed(self.state.round)
        self.write(lambda state, now: changed(on_case_closed(state, event, builders.context(now, name=POLICY))))

    def reopen(self) -> None:
        event = builders.reopened(self.state.round + 1)
        self.write(lambda state, now: changed(on_case_reopened(state, event, builders.context(now, name=POLICY))))
        self.begin(self.now)

    def pause(self) -> None:
        reason = self.chance.choice(sorted(AWAITED))
        policy = builders.policy(POLICY)
        self.write(lambda state, now: pause_task(state, ADMIN, reason, None, policy, now=now))
        self.step.watch.pauses.append((self.now, None))
        self.step.reason = reason

    def resume(self) -> None:
        self.write(lambda state, now: resume_task(state, ADMIN, now=now))
        self.resumed()

    def amend(self) -> None:
        event = builders.amended(self.text, instant(self.now), f"amend-{self.serial}")
        self.write(lambda state, now: changed(on_case_amended(state, event, seen(now, self.text, event.id))))
        self.resumed("case.amended")

    def plan_repair(self) -> None:
        planned = RepairPlanned(
            case_id=builders.CASE,
            number=builders.NUMBER,
            repair_id=f"{builders.CASE}:1",
            round=self.state.round,
            revision=1,
            technician="staff:tang",
            steps=["replace"],
            estimated_minutes=30,
            planned_at=instant(self.now),
        )
        event = builders.envelope(planned, f"plan-{self.serial}")

        def decide(state: Assignment, now: datetime) -> Change[Assignment]:
            outcome = on_repair_planned(state, event, builders.context(now, name=POLICY))
            return outcome if isinstance(outcome, Change) else Change(state)

        self.write(decide)
        self.resumed("repair.planned")

    # What follows for the clocks

    def begin(self, start: int) -> None:
        run = self.state.running
        assert run is not None
        watch = Stopwatch(run.level.calendar.name, start)
        self.steps.append(Expected(watch, [(run.responsible, self.now)]))

    def end(self) -> None:
        watch = self.step.watch
        if watch.is_paused:
            watch.pauses[-1] = (watch.pauses[-1][0], self.now)
        watch.stop = self.now

    def resumed(self, event: str | None = None) -> None:
        watch = self.step.watch
        if watch.is_paused and (event is None or (self.step.reason and AWAITED[self.step.reason] == event)):
            watch.pauses[-1] = (watch.pauses[-1][0], self.now)
