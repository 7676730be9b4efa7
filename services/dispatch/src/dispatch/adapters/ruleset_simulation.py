"""Runs rules over past assignments of a window: bounded, beside the event loop, one run at a time."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from chassis.store import Store

from dispatch.adapters.ruleset_directory import RulesetDirectory
from dispatch.domain.assignment import Assignment
from dispatch.domain.classification import CompiledRuleset, Decision, Facts
from dispatch.domain.classified import Classification, from_decision
from dispatch.domain.rulesets.record import RulesetRecord, RulesText
from dispatch.domain.rulesets.simulation import PastCase, Simulation, past_case, simulate
from dispatch.incoming import facts_of

OPENED_AT: Final = "state.opened_at"
PAGE: Final = 200
Judge = Callable[[Facts, CompiledRuleset], Decision]


@dataclass(frozen=True, slots=True)
class Window:
    """Cases opened from `since` until before `until`; `category` and `team` are what rules once decided about them."""

    since: datetime
    until: datetime
    limit: int
    category: str | None = None
    team: str | None = None
    cursor: str | None = None

    def filters(self) -> Mapping[str, object]:
        """As the database asks."""
        wanted = {"category": self.category, "team": self.team}
        decided = {name: value for name, value in wanted.items() if value is not None}
        window: dict[str, object] = {OPENED_AT: {"$gte": self.since, "$lt": self.until}}
        if decided:
            window["state.classifications"] = {"$elemMatch": {**decided, "ruleset": {"$ne": None}}}
        return window


class Simulator:
    """`judge` is the function that classifies new cases."""

    def __init__(self, assignments: Store[Assignment], directory: RulesetDirectory, judge: Judge) -> None:
        self._assignments = assignments
        self._directory = directory
        self._judge = judge
        self._turn = asyncio.Lock()
        self._last: tuple[str, CompiledRuleset] | None = None

    async def run(self, record: RulesetRecord, window: Window, now: datetime) -> tuple[Simulation, str | None]:
        """The figures of at most `limit` cases, the oldest first, and the cursor of what follows.

        What a draft decides bears the version as which it would be published now, whatever its text still says.

        Raises `RulesetError`, `InvalidCursor`.
        """
        async with self._turn:
            compiled = await self._prepared(record.text)
            number = record.number or (await self._directory.in_force()).state.number + 1
            cases, following = await self._cases(window)

            def classify(facts: Facts) -> Classification:
                return replace(from_decision(self._judge(facts, compiled), now), ruleset_version=number)

            return await asyncio.to_thread(simulate, cases, classify), following

    async def _prepared(self, text: RulesText) -> CompiledRuleset:
        """The rules of the last run are kept: a window is read in several runs."""
        if self._last is None or self._last[0] != text.digest:
            self._last = text.digest, (await self._directory.check(text.source)).compiled
        return self._last[1]

    async def _cases(self, window: Window) -> tuple[list[PastCase], str | None]:
        cases: list[PastCase] = []
        cursor, left = window.cursor, window.limit
        while left > 0:
            page = await self._assignments.page(window.filters(), sort=OPENED_AT, limit=min(PAGE, left), cursor=cursor)
            read = (past_case(stored.state, _facts) for stored in page.items)
            cases += [case for case in read if case is not None]
            cursor, left = page.next, left - len(page.items)
            if cursor is None:
                break
        return cases, cursor


def _facts(assignment: Assignment, description: str) -> Facts:
    return facts_of(assignment.case, description)
