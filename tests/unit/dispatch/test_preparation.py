"""Turns: reserved only for what needs them, once per team and group, fair in the long run."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from chassis.documents import Change
from dispatch.adapters.preparation import Preparation
from dispatch.domain.classification import CompiledRuleset, Facts, compile_ruleset
from dispatch.domain.policy import Policy
from dispatch.handlers.on_case_opened import on_case_opened

from tests.unit.dispatch.builders import (
    DESIGN_TEXT,
    LEAK_TEXT,
    OPENED,
    RETURN_TEXT,
    STRAY_TEXT,
    UNSURE_TEXT,
    closed,
    context,
    opened,
    policy,
    ruleset,
)


@dataclass
class Counted:
    """Turns in memory, with a record of the reservations."""

    given: Counter[str] = field(default_factory=Counter)
    asked: list[tuple[str, int]] = field(default_factory=list)

    async def reserve(self, team: str, count: int) -> int:
        self.asked.append((team, count))
        self.given[team] += count
        return self.given[team] - count


@dataclass
class Tasks:
    """Open tasks in memory, with a record of the questions."""

    open: Counter[str] = field(default_factory=Counter)
    asked: list[set[str]] = field(default_factory=list)

    async def counts(self, people: Collection[str]) -> Mapping[str, int]:
        self.asked.append(set(people))
        return {person: self.open[person] for person in people}

    def given(self, person: str) -> None:
        self.open[person] += 1


@dataclass
class People:
    """A policy that a test may change."""

    chosen: Policy = field(default_factory=policy)

    async def policy(self) -> Policy:
        return self.chosen


@dataclass
class Rules:
    """The rules of the tests."""

    async def current(self) -> CompiledRuleset:
        return ruleset()


def replica(turns: Counted, tasks: Tasks | None = None, people: People | None = None) -> Preparation:
    return Preparation(people or People(), Rules(), turns, tasks or Tasks())


async def test_one_reservation_per_team_of_just_what_is_needed() -> None:
    turns = Counted()
    texts = [LEAK_TEXT, RETURN_TEXT, LEAK_TEXT, DESIGN_TEXT, UNSURE_TEXT, STRAY_TEXT, LEAK_TEXT]
    events = [opened(text, case_id=f"c{i}", event_id=f"e{i}") for i, text in enumerate(texts)]
    made = await replica(turns).context([*events, closed()], OPENED)
    assert turns.asked == [("quality", 3), ("returns", 1)]
    assert dict(made.turns) == {"e0": 0, "e2": 1, "e6": 2, "e1": 0}
    assert len(made.decisions) == len(texts)


async def test_nothing_is_reserved_without_new_cases() -> None:
    turns = Counted()
    made = await replica(turns).context([], OPENED)
    assert (turns.asked, made.now) == ([], OPENED)


async def test_shares_stay_even_over_replicas_and_restarts() -> None:
    turns = Counted()
    responsible: Counter[str] = Counter()
    for group in range(30):
        size = group % 5 + 1
        events = [opened(LEAK_TEXT, case_id=f"c{group}-{i}", event_id=f"e{group}-{i}") for i in range(size)]
        made = await replica(turns).context(events, OPENED)
        for event in events:
            change = on_case_opened(None, event, made)
            assert isinstance(change, Change)
            assert change.state.running is not None
            responsible[change.state.running.responsible] += 1
    assert responsible == {"staff:quality1": 30, "staff:quality2": 30, "staff:quality3": 30}


async def test_a_command_reserves_one_turn_where_turns_are_taken() -> None:
    turns = Counted()
    desks = replica(turns)
    assert (await desks.desk("support", OPENED)).turn == 0
    assert (await desks.desk("support", OPENED)).turn == 1
    assert (await desks.desk("rnd", OPENED)).choose("rnd").responsible == "role:rnd_director"
    assert (await desks.desk("moon", OPENED)).choose("moon").responsible == "role:team_lead"
    assert turns.asked == [("support", 1), ("support", 1)]


async def test_an_event_keeps_its_decision_and_its_turn_however_often_it_is_handled() -> None:
    event = opened(LEAK_TEXT)
    made = await replica(Counted()).context([event], OPENED)
    assert on_case_opened(None, event, made) == on_case_opened(None, event, made)
    assert made.decision(event.id, Facts("something else")) is made.decisions[event.id]


def test_an_event_without_a_reserved_turn_is_still_spread() -> None:
    made = context()
    chosen = {made.desk(f"e{i}").choose("quality").responsible for i in range(50)}
    assert len(chosen) == 3


async def test_a_group_is_judged_by_one_version_of_the_rules() -> None:
    versions = [compile_ruleset(replace(ruleset().ruleset, version=number), {}) for number in (8, 9)]

    class Changing:
        async def current(self) -> CompiledRuleset:
            return versions.pop(0)

    preparation = Preparation(People(), Changing(), Counted(), Tasks())
    events = [opened(LEAK_TEXT, case_id=f"c{i}", event_id=f"e{i}") for i in range(3)]
    for expected in (8, 9):
        made = await preparation.context(events, OPENED)
        assert made.ruleset.ruleset.version == expected
        assert {decision.ruleset_version for decision in made.decisions.values()} == {expected}
        change = on_case_opened(None, events[0], made)
        assert isinstance(change, Change)
        assert change.state.classification.ruleset_version == expected


async def test_open_tasks_are_counted_once_for_a_whole_group() -> None:
    tasks = Tasks()
    events = [opened(LEAK_TEXT, case_id=f"c{i}", event_id=f"e{i}") for i in range(5)]
    await replica(Counted(), tasks).context([*events, opened(RETURN_TEXT, event_id="back")], OPENED)
    await replica(Counted(), tasks).context([closed()], OPENED)
    assert len(tasks.asked) == 1
    assert {"staff:quality1", "staff:quality2", "staff:gendan1"} <= tasks.asked[0]


async def test_a_group_levels_the_loads_out() -> None:
    tasks = Tasks(Counter({"staff:quality1": 4, "staff:quality2": 1}))
    events = [opened(LEAK_TEXT, case_id=f"c{i}", event_id=f"e{i}") for i in range(7)]
    made = await replica(Counted(), tasks).context(events, OPENED)
    reasons: list[str] = []
    given: Counter[str] = Counter()
    for event in events:
        change = on_case_opened(None, event, made)
        assert isinstance(change, Change)
        assert change.state.running is not None
        given[change.state.running.responsible] += 1
        reasons.append(change.state.running.reason)
    assert given == {"staff:quality2": 3, "staff:quality3": 4}
    assert reasons[0] == "fewest open tasks (0) on duty in quality"
    assert tasks.open == {"staff:quality1": 4, "staff:quality2": 4, "staff:quality3": 4}


async def test_a_command_finds_the_open_tasks_of_the_team() -> None:
    tasks = Tasks(Counter({"staff:support1": 2, "staff:support2": 5}))
    desks = replica(Counted(), tasks)
    for _ in range(3):
        choice = (await desks.desk("support", OPENED)).choose("support")
        assert (choice.responsible, choice.reason) == ("staff:support1", "fewest open tasks (2) on duty in support")
