"""People come and go at random, absences are withdrawn and corrected: in the end all is with whom it was first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from dispatch.domain.absence_correction import Corrected, cancel_absence, correct_absence
from dispatch.domain.assignment import Assignment
from dispatch.domain.covering import Cover, cover
from dispatch.domain.errors import NotInTheseHands
from dispatch.domain.giving_back import Back, give_back
from dispatch.domain.holdings import GiveBack
from dispatch.domain.policy import Policy
from dispatch.domain.roster import on_duty
from dispatch.domain.staff import Staff, absence_of, record_absence, seed_of, with_person
from dispatch.handlers.absence_timers import AbsenceTimers, absence_timers
from dispatch.handlers.give_back_returned import GiveBackReturned
from dispatch.handlers.hand_over_absent import HandOverAbsent
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.effort import examples
from tests.unit.dispatch import builders
from tests.unit.dispatch.builders import ADMIN, OPENED, at
from tests.unit.dispatch.flow import assigned
from tests.unit.dispatch.test_absence_handover import Passed

PEOPLE = ("quality1", "quality2", "quality3")
ENDS = 1000
"""Seconds after the opening by when everybody is back."""
RULES: tuple[GiveBack, ...] = ("not_started", "all")


@dataclass
class Moment:
    """What handlers see of the time."""

    now: datetime
    policy: Policy


@dataclass
class Life:
    """One case, the people of its team, and timers that fire late, in any order of the people."""

    rule: GiveBack
    chance: Random
    case: Assignment = field(default_factory=assigned)
    staff: dict[str, Staff] = field(
        default_factory=lambda: {name: seed_of(builders.policy().people[f"staff:{name}"]) for name in PEOPLE}
    )
    now: datetime = OPENED

    @property
    def policy(self) -> Policy:
        people = builders.policy()
        for person in self.staff.values():
            people = with_person(people, person)
        return people

    def tried(self, move: Callable[[], tuple[Assignment, object]]) -> Passed:
        try:
            self.case, _ = move()
        except NotInTheseHands:
            return Passed([], more=False)
        return Passed([None], more=False)

    async def hand_over(self, wanted: Cover, policy: Policy, *, by: str, now: datetime) -> Passed:
        return self.tried(lambda: cover(self.case, wanted, policy, on_duty(policy, now), by=by, now=now))

    async def give_back(self, wanted: Back, policy: Policy, *, by: str) -> Passed:
        assert not policy.people[wanted.person].is_absent(self.now)
        return self.tried(lambda: give_back(self.case, wanted, policy, by=by, now=self.now))

    async def sweep(self) -> None:
        """Every timer that is due, by the person's document as it is then."""
        fire = AbsenceTimers(HandOverAbsent(self.hand_over), GiveBackReturned(self.give_back))
        for name in self.chance.sample(PEOPLE, len(PEOPLE)):
            while due := [timer for timer in absence_timers(self.staff[name]) if timer.due <= self.now]:
                timer = min(due, key=lambda each: (each.due, each.name))
                moment = Moment(self.now, self.policy)
                self.staff[name] = (await fire(self.staff[name], timer, moment)).state

    def told(self) -> None:
        """Something about an absence becomes known: a new one, another time, or none."""
        name = self.chance.choice(PEOPLE)
        state, people = self.staff[name], self.policy
        since = self.now + timedelta(seconds=self.chance.randrange(-100, 200))
        until = min(at(ENDS), since + timedelta(seconds=self.chance.randrange(1, 300)))
        known = [absence.id for absence in state.absences if absence.withdrawn_at is None]
        what = self.chance.choice(("record", "record", "cancel", "correct")) if known else "record"
        if until <= since:
            return
        if what == "cancel":
            state = cancel_absence(state, self.chance.choice(known), ADMIN, people, now=self.now)
        elif what == "correct":
            wanted = Corrected(since, until, "otherwise")
            state = correct_absence(state, self.chance.choice(known), wanted, ADMIN, people, now=self.now)
        else:
            absence = absence_of(state, since, until, "x", by="x", now=self.now, handover="deputy", give_back=self.rule)
            state = record_absence(state, absence, ADMIN, people)
        self.staff[name] = state


@pytest.mark.slow
@settings(max_examples=examples(300))
@given(st.integers(0, 10**9), st.sampled_from(RULES))
async def test_in_the_end_it_is_with_whom_it_was_and_the_record_has_no_gap(seed: int, rule: GiveBack) -> None:
    chance = Random(seed)
    life = Life(rule, chance)
    before = life.case.running
    assert before is not None
    while life.now < at(ENDS):
        if chance.random() < 0.4:
            life.told()
        await life.sweep()
        life.now += timedelta(seconds=chance.randrange(1, 40))
    life.now = at(ENDS + 100)
    await life.sweep()
    life.now = at(ENDS + 200)
    await life.sweep()
    run = life.case.running
    assert run is not None
    assert run.responsible == before.responsible, [each.responsible for each in run.holdings]
    assert [absence_timers(state) for state in life.staff.values()] == [()] * len(PEOPLE)
    assert all(one.until == other.since for one, other in pairwise(run.holdings))
    assert all(one.responsible != other.responsible for one, other in pairwise(run.holdings))
    assert (run.clock, run.due_at) == (before.clock, before.due_at)
