"""Absences from before they moved anything by themselves get what the policy says of an absence, and with it a timer.

The one field that tells them apart is the one that the document lacks: every version since then writes it. So an
absence that somebody recorded as `flag` stays so, and running again changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final, cast

from chassis.clock import Clock
from chassis.documents import Change
from chassis.migrations import Migration
from chassis.mongo import Json, MongoDatabase
from chassis.store import Store

from dispatch.domain.holdings import GiveBack
from dispatch.domain.policy import Absence, AbsenceHandover, Policy
from dispatch.domain.staff import Staff

ARM_ABSENCES: Final = "0001-arm-absences"


@dataclass(frozen=True, slots=True)
class Unarmed:
    """An absence as the policy has it; None leaves what the document says."""

    since: datetime
    handover: AbsenceHandover | None
    give_back: GiveBack | None


class ArmAbsences:
    """Absences that run or lie ahead, each person by one versioned write, which derives the timers."""

    def __init__(self, staff: Store[Staff], policy: Policy, clock: Clock) -> None:
        self._staff = staff
        self._policy = policy
        self._clock = clock

    async def __call__(self, database: MongoDatabase) -> None:
        """Bears being broken off, repeated, and people who change meanwhile."""
        now = self._clock()
        old = {"until": {"$gt": now}, "give_back": {"$exists": False}}
        found = database[self._staff.name].find({"state.absences": {"$elemMatch": old}}, {"state.absences": 1})
        async for raw in found:
            absences = cast("list[Json]", cast("Json", raw["state"])["absences"])
            unarmed = {str(each["id"]): self._unarmed(each) for each in absences if "give_back" not in each}
            await self._staff.change(cast("str", raw["_id"]), None, partial(_armed, unarmed))

    def _unarmed(self, absence: Json) -> Unarmed:
        handover = None if "handover" in absence else self._policy.absence_handover
        return Unarmed(cast("datetime", absence["since"]), handover, self._policy.absence_give_back)


def absence_migration(staff: Store[Staff], policy: Policy, clock: Clock) -> Migration:
    """To be run before anything else."""
    return Migration(ARM_ABSENCES, ArmAbsences(staff, policy, clock))


def _armed(unarmed: Mapping[str, Unarmed], state: Staff, now: datetime) -> Change[Staff]:
    return Change(replace(state, absences=tuple(_told(each, unarmed.get(each.id), now) for each in state.absences)))


def _told(absence: Absence, unarmed: Unarmed | None, now: datetime) -> Absence:
    """Unless it is over, or another one by now, recorded under the same number."""
    if unarmed is None or absence.until <= now or absence.since != unarmed.since:
        return absence
    return replace(
        absence,
        handover=unarmed.handover or absence.handover,
        give_back=unarmed.give_back or absence.give_back,
    )
