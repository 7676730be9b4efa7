"""What is done ahead of a group of events or a command: classify what is new, reserve turns, count open tasks."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contracts.envelope import Envelope
from contracts.events.intake import CaseOpened
from contracts.payload import Payload

from dispatch.context import DispatchContext
from dispatch.domain.classification import CompiledRuleset, Decision, decide
from dispatch.domain.desk import Desk
from dispatch.domain.opinion.consultation import Judge
from dispatch.domain.policy import Policy
from dispatch.domain.roster import OnDuty, choose, find_candidates, on_duty
from dispatch.incoming import case_of, facts_of

BREATH = 64
"""After so many classifications other work of the process gets its turn."""


class Turns(Protocol):
    """Where turns come from."""

    async def reserve(self, team: str, count: int) -> int:
        """Take `count` turns of a team; returns the first."""
        ...


class OpenTasks(Protocol):
    """Where the figures of open tasks come from."""

    async def counts(self, people: Collection[str]) -> Mapping[str, int]:
        """The open tasks of each."""
        ...

    def given(self, person: str) -> None:
        """One more is on its way to a person."""
        ...


class People(Protocol):
    """Where the policy with its people comes from."""

    async def policy(self) -> Policy:
        """As it is now."""
        ...


class Rules(Protocol):
    """Where the ruleset comes from."""

    async def current(self) -> CompiledRuleset:
        """The one in force: a whole group of events is judged by it."""
        ...


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A new case on its way to a team that shares its work out."""

    event_id: str
    team: str
    model: str | None


class Preparation:
    """Makes the context of handlers and the desk of commands."""

    def __init__(
        self, people: People, rules: Rules, turns: Turns, open_tasks: OpenTasks, judge: Judge = decide
    ) -> None:
        self._people = people
        self._rules = rules
        self._turns = turns
        self._open_tasks = open_tasks
        self._judge = judge

    async def context(self, events: Sequence[Envelope[Payload]], now: datetime) -> DispatchContext:
        """One reservation per team and one count for the whole group, of just what its new cases need."""
        policy = await self._people.policy()
        present = on_duty(policy, now)
        ruleset = await self._rules.current()
        decisions = await self._decisions(events, ruleset)
        newcomers = [
            Newcomer(event.id, decisions[event.id].team, event.data.product_model)
            for event in events
            if isinstance(event.data, CaseOpened) and decisions[event.id].sure
        ]
        newcomers = [new for new in newcomers if _candidates(policy, present, new.team, new.model)]
        turns = await self._reserved(newcomers)
        return DispatchContext(
            now=now,
            policy=policy,
            ruleset=ruleset,
            on_duty=present,
            decisions=decisions,
            turns=turns,
            loads=await self._loads(newcomers, turns, policy, present),
            judge=self._judge,
        )

    async def desk(self, team: str, now: datetime) -> Desk:
        """For a command that gives a case, of whatever product, to a team."""
        policy = await self._people.policy()
        present = on_duty(policy, now)
        known = policy.teams.get(team)
        if known is None or not known.takes_turns:
            return Desk(policy, present, 0)
        people = {*_candidates(policy, present, team, None), *(who for rule in known.products for who in rule.staff)}
        if not people:
            return Desk(policy, present, 0)
        return Desk(policy, present, await self._turns.reserve(team, 1), await self._open_tasks.counts(people))

    async def _decisions(self, events: Sequence[Envelope[Payload]], ruleset: CompiledRuleset) -> Mapping[str, Decision]:
        decisions: dict[str, Decision] = {}
        for event in events:
            opened = event.data
            if isinstance(opened, CaseOpened):
                decisions[event.id] = self._judge(facts_of(case_of(opened), opened.description), ruleset)
                if len(decisions) % BREATH == 0:
                    await asyncio.sleep(0)
        return decisions

    async def _reserved(self, newcomers: Sequence[Newcomer]) -> Mapping[str, int]:
        waiting: dict[str, list[str]] = {}
        for new in newcomers:
            waiting.setdefault(new.team, []).append(new.event_id)
        turns: dict[str, int] = {}
        for team, event_ids in sorted(waiting.items()):
            first = await self._turns.reserve(team, len(event_ids))
            turns.update(zip(event_ids, range(first, first + len(event_ids)), strict=True))
        return turns

    async def _loads(
        self, newcomers: Sequence[Newcomer], turns: Mapping[str, int], policy: Policy, present: OnDuty
    ) -> Mapping[str, Mapping[str, int]]:
        """What each new case finds: the counted tasks, and those that its predecessors of the group add to them."""
        wanted = {new.event_id: _candidates(policy, present, new.team, new.model) for new in newcomers}
        if not wanted:
            return {}
        counts = dict(await self._open_tasks.counts({person for people in wanted.values() for person in people}))
        loads: dict[str, Mapping[str, int]] = {}
        for new in newcomers:
            loads[new.event_id] = {person: counts[person] for person in wanted[new.event_id]}
            chosen = choose(policy, present, new.team, turns[new.event_id], loads[new.event_id], new.model).responsible
            counts[chosen] += 1
            self._open_tasks.given(chosen)
        return loads


def _candidates(policy: Policy, present: OnDuty, team: str, model: str | None) -> tuple[str, ...]:
    known = policy.teams.get(team)
    if known is None or not known.takes_turns:
        return ()
    return find_candidates(policy, present, known, model).addresses
