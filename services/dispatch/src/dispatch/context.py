"""What the handlers may know beside the state and the event: made once per consumed group, before any of them runs."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.domain.classification import CompiledRuleset, Decision, Facts, decide
from dispatch.domain.desk import Desk
from dispatch.domain.opinion.consultation import Judge
from dispatch.domain.policy import Policy
from dispatch.domain.roster import NO_LOADS, OnDuty


@dataclass(frozen=True, slots=True)
class DispatchContext:
    """Policy, ruleset, who is on duty, and what was decided and reserved ahead for events, by their ids."""

    now: datetime
    policy: Policy
    ruleset: CompiledRuleset
    on_duty: OnDuty
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)
    loads: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    judge: Judge = decide

    def decision(self, event_id: str, facts: Facts) -> Decision:
        """What ruleset and second opinion say, evaluated once for an event however often its handler runs."""
        known = self.decisions.get(event_id)
        return self.judge(facts, self.ruleset) if known is None else known

    def desk(self, event_id: str) -> Desk:
        """For assigning: with what was reserved and counted ahead; where nothing was, a turn by the event's id."""
        turn = self.turns.get(event_id)
        turn = zlib.crc32(event_id.encode()) if turn is None else turn
        return Desk(self.policy, self.on_duty, turn, self.loads.get(event_id, NO_LOADS))
