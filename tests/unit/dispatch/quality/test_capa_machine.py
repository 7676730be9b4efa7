"""An 8D record under any order of completions, revisions and waiting, against a model of eight slots."""

from collections import Counter
from datetime import UTC, timedelta

import pytest
from contracts.events.dispatch_quality import CapaCompleted, CapaOverdue, CapaReminded
from dispatch.domain.quality.corrective_action import DISCIPLINES, CaseRef, CorrectiveAction, Discipline, Entry
from dispatch.domain.quality.eight_d import complete_discipline, link_case, open_action, revise_discipline
from dispatch.domain.quality.errors import CorrectiveActionEnded, DisciplineOutOfOrder, NothingToRevise
from dispatch.handlers.quality.overdue_discipline import action_timers, overdue_discipline
from dispatch.outgoing.quality import capa_change
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.support.effort import examples
from tests.support.memory import World
from tests.unit.dispatch.quality.records import NAMED, OWNER, STAGES, TODAY, told

pytestmark = pytest.mark.slow

NAMES = st.sampled_from(DISCIPLINES)


class CapaMachine(RuleBasedStateMachine):
    """The model: the text that stands in each slot, and everything that was ever signed."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.actions = self.world.store("corrective_actions", CorrectiveAction, timers=action_timers)
        self.world.on_timer(self.actions, overdue_discipline)
        now = self.world.now
        moved = open_action(
            "8d",
            "Leaks",
            "quality",
            NAMED,
            (CaseRef("c", "n"),),
            STAGES,
            by="staff:x",
            now=now,
        )
        self.world.create(self.actions, "8d", capa_change(moved))
        self.standing: dict[Discipline, str] = {}
        self.signed: list[tuple[Discipline, str]] = []

    @property
    def state(self) -> CorrectiveAction:
        return self.actions.state("8d")

    def complete_or_raise(self, name: Discipline, text: str) -> None:
        findings = told(name, text, on=TODAY)
        self.world.command(
            self.actions,
            "8d",
            lambda s, now: capa_change(complete_discipline(s, name, findings, OWNER, zone=UTC, now=now)),
        )

    @rule(name=NAMES)
    def complete(self, name: Discipline) -> None:
        text = f"text {len(self.signed)}"
        following = DISCIPLINES[len(self.standing)] if len(self.standing) < len(DISCIPLINES) else None
        if name == following:
            self.complete_or_raise(name, text)
            self.standing[name] = text
            self.signed.append((name, text))
            return
        expected = CorrectiveActionEnded if following is None else DisciplineOutOfOrder
        try:
            self.complete_or_raise(name, text)
        except expected:
            return
        raise AssertionError(f"{name} was completed while {following} was due")

    @rule()
    def complete_the_present(self) -> None:
        if len(self.standing) < len(DISCIPLINES):
            self.complete(DISCIPLINES[len(self.standing)])

    @rule(name=NAMES)
    def revise(self, name: Discipline) -> None:
        text = f"text {len(self.signed)}"
        findings = told(name, text, on=TODAY)
        ended = len(self.standing) == len(DISCIPLINES)
        try:
            self.world.command(
                self.actions,
                "8d",
                lambda s, now: capa_change(revise_discipline(s, name, findings, "r", OWNER, zone=UTC, now=now)),
            )
        except CorrectiveActionEnded:
            assert ended
        except NothingToRevise:
            assert not ended
            assert name not in self.standing
        else:
            assert not ended
            assert name in self.standing
            self.standing = {slot: held for slot, held in self.standing.items() if name < "D4" or slot <= name} | {
                name: text
            }
            self.signed.append((name, text))

    @rule(number=st.integers(1, 3))
    def link(self, number: int) -> None:
        case = CaseRef(f"c-{number}", "n")
        state = self.state
        if state.status == "open" and case not in state.cases:
            self.world.command(self.actions, "8d", lambda s, _: capa_change(link_case(s, case, OWNER)))
            assert self.state.cases == (*state.cases, case)

    @rule(hours=st.sampled_from([1.0, 5.0, 9.0, 40.0]), late=st.booleans())
    def wait(self, hours: float, late: bool) -> None:
        self.world.tick(timedelta(hours=hours), late=late)

    @invariant()
    def what_stands_is_the_models(self) -> None:
        found = {name: entry.findings.text for name in DISCIPLINES if (entry := self.state.standing(name)) is not None}
        assert found == self.standing

    @invariant()
    def what_was_signed_stays_in_order(self) -> None:
        entries: tuple[Entry, ...] = self.state.entries
        assert [(entry.discipline, entry.findings.text) for entry in entries] == self.signed
        live = Counter(entry.discipline for entry in entries if entry.superseded_at is None)
        assert all(count == 1 for count in live.values())
        assert all(entry.superseded_at >= entry.at for entry in entries if entry.superseded_at is not None)

    @invariant()
    def the_present_disciplines_clock_runs(self) -> None:
        state = self.state
        assert (state.status == "completed") == (state.running is None) == (state.present is None)
        if state.running is not None:
            assert state.running.stage.name == state.present
        assert len(action_timers(state)) <= 1

    @invariant()
    def each_run_is_told_once_per_level_and_in_order(self) -> None:
        state = self.state
        runs = (*state.finished, *(() if state.running is None else (state.running,)))
        told_late = [event.data for event in self.world.published if isinstance(event.data, CapaOverdue)]
        reminders = sum(isinstance(event.data, CapaReminded) for event in self.world.published)
        assert [one.level for one in told_late] == [level for run in runs for level in range(1, run.escalated + 1)]
        assert reminders == sum(run.reminded for run in runs)

    @invariant()
    def completion_is_told_once(self) -> None:
        said = sum(isinstance(event.data, CapaCompleted) for event in self.world.published)
        assert said == (len(self.standing) == len(DISCIPLINES))


CapaMachine.TestCase.settings = settings(max_examples=examples(50), stateful_step_count=30, deadline=None)
TestCapaMachine = CapaMachine.TestCase
