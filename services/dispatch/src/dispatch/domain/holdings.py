"""Who held something one after the other, and to whom it goes back when an absence ends (R3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

GiveBack = Literal["never", "not_started", "all"]
"""What comes back when an absence ends, of what moved by itself when it began: nothing; what nobody has begun to work
on; or all that is still with whom it went to."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody holds in the place of `person`, who is absent and had, or had not, `begun` to work on it."""

    person: str
    give_back: GiveBack
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """Who held the task from `since` to `until`, put there by whom and with which note.

    `instead_of` is there when it came by itself because somebody was absent, and is to go back.
    """

    responsible: str
    since: datetime
    note: str
    by: str
    until: datetime | None = None
    instead_of: StandIn | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Something goes back to an absent person, who held it `instead_of` another one in turn, or of nobody."""

    instead_of: StandIn | None


def released(holdings: tuple[Holding, ...], at: datetime) -> tuple[Holding, ...]:
    """The last one ends."""
    return (*holdings[:-1], replace(holdings[-1], until=at))


def claim_of(holdings: Sequence[Holding], person: str, *, begun: bool) -> Claim | None:
    """What the person may claim back; `begun`: whoever holds it now has begun to work on it.

    Absences are followed back from the last holding, so that what passed on from deputy to deputy is found. A move by
    hand ends the trace: somebody decided.
    """
    at = len(holdings) - 1
    if holdings[at].responsible == person:
        return None
    while (stands := holdings[at].instead_of) is not None:
        before = next((i for i in range(at - 1, -1, -1) if holdings[i].responsible == stands.person), None)
        if before is None:
            return None
        if stands.person == person:
            return None if begun and stands.give_back != "all" else Claim(_still(holdings[before], begun=stands.begun))
        at, begun = before, begun or stands.begun
    return None


def _still(holding: Holding, *, begun: bool) -> StandIn | None:
    """In whose place it goes on to be held; what was begun stays with whom it comes back to."""
    stands = holding.instead_of
    return None if stands is None or (begun and stands.give_back != "all") else stands
