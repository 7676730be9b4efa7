"""The 8D record of a quality problem (R8): corrective and preventive action over one or several cases."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

from dispatch.domain.holdings import Holding
from dispatch.domain.stages import Stage, StageOverdue, StageReminded, StageRun

Discipline = Literal["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"]
Method = Literal["five_whys", "ishikawa"]
CapaStatus = Literal["open", "completed"]

DISCIPLINES: Final[tuple[Discipline, ...]] = get_args(Discipline)
"""Team, problem, containment, root cause, action chosen, action implemented, prevention, effect verified."""
FIRST_BUILT_ON: Final[Discipline] = "D4"
"""From the root cause on, each discipline builds on the one before: revising one takes the later ones along."""
OPENED: Final = "named when the record was opened"


@dataclass(frozen=True, slots=True)
class CaseRef:
    """A case that the record is about."""

    id: str
    number: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a discipline tells. D1 names members, D4 its method, D6 the day, D8 evidence and day (ISO texts)."""

    text: str
    members: tuple[str, ...] = ()
    method: Method | None = None
    evidence: str | None = None
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A completed discipline, signed; never overwritten, only superseded, and both stay."""

    discipline: Discipline
    findings: Findings
    by: str
    at: datetime
    superseded_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectiveAction:
    """`stages` are frozen at the opening, one per discipline; `team` leads, `owner` is the person of D1 to D8.

    `holdings` tells who owned it one after the other; see `history_of`.
    """

    id: str
    title: str
    team: str
    owner: str
    cases: tuple[CaseRef, ...]
    status: CapaStatus
    opened_by: str
    opened_at: datetime
    stages: tuple[Stage, ...]
    running: StageRun | None
    due_at: datetime
    entries: tuple[Entry, ...] = ()
    finished: tuple[StageRun, ...] = ()
    ended_at: datetime | None = None
    holdings: tuple[Holding, ...] = ()

    @property
    def present(self) -> Discipline | None:
        """The first discipline that does not stand; None when all do."""
        return next((name for name in DISCIPLINES if self.standing(name) is None), None)

    def standing(self, discipline: Discipline) -> Entry | None:
        """The entry that is not superseded."""
        held = (one for one in self.entries if one.discipline == discipline and one.superseded_at is None)
        return next(held, None)


@dataclass(frozen=True, slots=True)
class CapaOpenedFact:
    """The record began."""

    at: datetime


@dataclass(frozen=True, slots=True)
class CapaCompletedFact:
    """All eight stand."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CapaHandedOverFact:
    """The record has another owner."""

    previous: str
    note: str
    by: str
    at: datetime


CapaFact: TypeAlias = CapaOpenedFact | CapaCompletedFact | CapaHandedOverFact | StageReminded | StageOverdue
CapaMoved: TypeAlias = tuple[CorrectiveAction, tuple[CapaFact, ...]]


def history_of(state: CorrectiveAction) -> tuple[Holding, ...]:
    """Who owned it; a record from before this was written down was in the same hands since its opening."""
    return state.holdings or (Holding(state.owner, state.opened_at, OPENED, state.opened_by, state.ended_at),)


def supersede(entries: tuple[Entry, ...], names: frozenset[Discipline], reason: str, at: datetime) -> tuple[Entry, ...]:
    """The entries with the standing ones of these disciplines superseded."""
    return tuple(
        replace(one, superseded_at=at, reason=reason) if one.discipline in names and one.superseded_at is None else one
        for one in entries
    )
