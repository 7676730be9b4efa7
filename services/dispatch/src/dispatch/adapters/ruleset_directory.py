"""The rules in force as the database has them: read again at most every so often, changed by one versioned write."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from chassis.clock import Clock
from chassis.documents import Change, Stored
from chassis.errors import IdempotencyMismatch, PreconditionFailed
from chassis.store import Store

from dispatch.adapters.mongo_rulesets import NUMBER, STATUS, THE_ONE
from dispatch.adapters.rules import RulesInForce
from dispatch.adapters.ruleset_text import CheckedRules, checked_rules
from dispatch.domain.classification import CompiledRuleset, RulesetError
from dispatch.domain.policy import Policy
from dispatch.domain.rulesets import record as life
from dispatch.domain.rulesets.errors import RulesetOvertaken
from dispatch.domain.rulesets.known_names import require_known_names
from dispatch.domain.rulesets.record import InForce, RulesetRecord, Signed

log = logging.getLogger(__name__)

SHIPPED: Final = "dispatch"
"""Who published the rules that came with the process."""
CAME_ALONG: Final = "came with the service"
PAGE: Final = 50
ID_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Used:
    """The rules that a process goes by, and the document that put them in force."""

    state: InForce
    compiled: CompiledRuleset


class RulesetDirectory:
    """What this process classifies by. What is published elsewhere is taken up within `kept`, plus its preparation."""

    def __init__(
        self,
        records: Store[RulesetRecord],
        in_force: Store[InForce],
        seed: RulesInForce,
        policy: Policy,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        self._records = records
        self._in_force = in_force
        self._seed = seed
        self._policy = policy
        self._clock = clock
        self._kept = kept
        self._lock = asyncio.Lock()
        self._known: Used | None = None
        self._version = 0
        self._stale_at = clock()

    async def current(self) -> CompiledRuleset:
        """The rules in force, for one group of events or one command."""
        return (await self.used()).compiled

    async def used(self) -> Used:
        """The rules in force; while they are read or prepared anew, other callers go on with those known before."""
        known = self._known
        if known is None or (self._clock() >= self._stale_at and not self._lock.locked()):
            async with self._lock:
                known = await self._taken_up()
        return known

    async def in_force(self) -> Stored[InForce]:
        """Which ruleset is in force; the one that came with the process where there is none yet."""
        found = await self._in_force.find(THE_ONE)
        return await self._started() if found is None else found

    async def publish(self, ruleset_id: str, version: int, by: str) -> Stored[RulesetRecord]:
        """A draft takes force as the next version, and the version before it retires.

        The one versioned write on the document in force decides; what follows from it, whoever reads it next completes.
        Raises `NotFound`, `PreconditionFailed`, `RulesetFixed`, `RulesetNamesUnknown`, `RulesetOvertaken`.
        """
        present = await self.in_force()
        read = await self._records.get(ruleset_id)
        if read.version != version:
            raise PreconditionFailed
        life.fix(read.state, ruleset_id, present.state)
        checked = await self.check(read.state.text.source, present.state.number + 1)
        require_known_names(checked.compiled.ruleset, self._policy)
        await self._records.change(
            ruleset_id, version, lambda state, _: Change(life.fix(state, ruleset_id, present.state))
        )
        try:
            decided = await self._in_force.change(
                THE_ONE,
                present.version,
                lambda state, now: Change(life.take_force(state, ruleset_id, checked.text, by, now)),
            )
        except PreconditionFailed as error:
            raise RulesetOvertaken from error
        await self._complete(decided)
        self._stale_at = self._clock()
        return await self._records.get(ruleset_id)

    async def retire(self, ruleset_id: str, version: int, by: str) -> Stored[RulesetRecord]:
        """A draft is given up. Raises what `life.retire` and the store raise."""
        present = (await self.in_force()).state
        return await self._records.change(
            ruleset_id, version, lambda state, now: Change(life.retire(state, ruleset_id, present, by, now))
        )

    async def check(self, source: str, number: int | None = None) -> CheckedRules:
        """`checked_rules` beside the event loop."""
        return await asyncio.to_thread(checked_rules, source, number)

    async def _taken_up(self) -> Used:
        stored = await self.in_force()
        known = self._known
        if known is None or stored.version != self._version:
            known = await self._prepared(stored.state, known)
            await self._complete(stored)
            self._known, self._version = known, stored.version
        self._stale_at = self._clock() + self._kept
        return known

    async def _prepared(self, state: InForce, known: Used | None) -> Used:
        if state.text.digest == self._seed.text.digest:
            return Used(state, self._seed.compiled)
        try:
            return Used(state, (await self.check(state.text.source)).compiled)
        except RulesetError as error:
            if known is None:
                raise
            log.critical("the rules in force cannot be used here, going on with those before: %s", error)
            return known

    async def _started(self) -> Stored[InForce]:
        """The first of all replicas to get here decides; ids and texts are the same in all of them."""
        seed, now = self._seed, self._clock()
        number, by = seed.compiled.ruleset.version, Signed(SHIPPED, now)
        ruleset_id = seed.text.digest[:ID_LENGTH]
        first = InForce(ruleset_id, number, seed.text, by)
        drafted = replace(life.draft(seed.text, CAME_ALONG, SHIPPED, now), fixed_for=number)
        try:
            await self._records.create(ruleset_id, Change(life.publish(drafted, first)), seed.text.digest)
            stored, _ = await self._in_force.create(THE_ONE, Change(first), seed.text.digest)
        except IdempotencyMismatch:
            return await self._in_force.get(THE_ONE)
        return stored

    async def _complete(self, stored: Stored[InForce]) -> None:
        """What follows from the decision: its draft is published, those before it retire.

        Safe to repeat and to come late, so that a crash after the decision leaves nothing undone.
        """
        state = stored.state
        record = await self._records.find(state.ruleset_id)
        if record is not None and record.state.status == "draft":
            await self._records.change(state.ruleset_id, None, lambda found, _: Change(life.publish(found, state)))
        others = {STATUS: "published", NUMBER: {"$lte": state.number}, "_id": {"$ne": state.ruleset_id}}
        while (page := await self._records.page(others, sort="_id", limit=PAGE)).items:
            for other in page.items:
                await self._records.change(other.id, None, lambda found, _: Change(life.follow(found, state)))
