"""What is done ahead of a group of events or a command: classify what is new, and reserve the turns it will need."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from contracts.envelope import Envelope
from contracts.events.intake import CaseOpened
from contracts.payload import Payload

from dispatch.context import DispatchContext
from dispatch.domain.classification import CompiledRuleset, Decision, decide
from dispatch.domain.desk import Desk
from dispatch.domain.policy import Policy
from dispatch.domain.roster import OnDuty, on_duty
from dispatch.incoming import case_of, facts_of

BREATH = 64
"""After so many classifications other work of the process gets its turn."""


class Turns(Protocol):
    """Where turns come from."""

    async def reserve(self, team: str, count: int) -> int:
        """Take `count` turns of a team; returns the first."""
        ...


class Preparation:
    """Makes the context of handlers and the desk of commands."""

    def __init__(self, policy: Policy, ruleset: CompiledRuleset, turns: Turns) -> None:
        self._policy = policy
        self._ruleset = ruleset
        self._turns = turns

    async def context(self, events: Sequence[Envelope[Payload]], now: datetime) -> DispatchContext:
        """One reservation per team for the whole group, of just the turns that its new cases need."""
        present = on_duty(self._policy, now)
        decisions = await self._decisions(events)
        return DispatchContext(
            now=now,
            policy=self._policy,
            ruleset=self._ruleset,
            on_duty=present,
            decisions=decisions,
            turns=await self._reserved(decisions, present),
        )

    async def desk(self, team: str, now: datetime) -> Desk:
        """For a command that gives a case to a team."""
        present = on_duty(self._policy, now)
        turn = await self._turns.reserve(team, 1) if self._shares_out(team, present) else 0
        return Desk(self._policy, present, turn)

    async def _decisions(self, events: Sequence[Envelope[Payload]]) -> Mapping[str, Decision]:
        decisions: dict[str, Decision] = {}
        for event in events:
            opened = event.data
            if isinstance(opened, CaseOpened):
                decisions[event.id] = decide(facts_of(case_of(opened), opened.description), self._ruleset)
                if len(decisions) % BREATH == 0:
                    await asyncio.sleep(0)
        return decisions

    async def _reserved(self, decisions: Mapping[str, Decision], present: OnDuty) -> Mapping[str, int]:
        waiting: dict[str, list[str]] = {}
        for event_id, decision in decisions.items():
            if decision.sure and self._shares_out(decision.team, present):
                waiting.setdefault(decision.team, []).append(event_id)
        turns: dict[str, int] = {}
        for team, event_ids in sorted(waiting.items()):
            first = await self._turns.reserve(team, len(event_ids))
            turns.update(zip(event_ids, range(first, first + len(event_ids)), strict=True))
        return turns

    def _shares_out(self, team: str, present: OnDuty) -> bool:
        known = self._policy.teams.get(team)
        return known is not None and known.takes_turns and bool(present.get(team))
