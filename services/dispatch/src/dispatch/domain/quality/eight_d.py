"""The moves of an 8D record: opened, disciplines completed in order, revised with a reason, ended by the proof."""

from dataclasses import replace
from datetime import date, datetime, tzinfo

from dispatch.domain.authority import Actor
from dispatch.domain.errors import NotResponsible
from dispatch.domain.holdings import Holding, released
from dispatch.domain.quality.corrective_action import (
    DISCIPLINES,
    FIRST_BUILT_ON,
    CapaCompletedFact,
    CapaMoved,
    CapaOpenedFact,
    CaseRef,
    CorrectiveAction,
    Discipline,
    Entry,
    Findings,
    history_of,
    supersede,
)
from dispatch.domain.quality.errors import (
    CaseAlreadyLinked,
    CorrectiveActionEnded,
    DisciplineIncomplete,
    DisciplineOutOfOrder,
    EffectNotProven,
    NothingToRevise,
)
from dispatch.domain.roster import Choice
from dispatch.domain.stages import Stage, end_stage, start_stage

MOST_CASES = 100
"""So many cases fit into one record and its events."""
_TELLS: dict[Discipline, frozenset[str]] = {
    "D1": frozenset({"members"}),
    "D4": frozenset({"method"}),
    "D6": frozenset({"on"}),
    "D8": frozenset({"evidence", "on"}),
}


def open_action(
    action_id: str,
    title: str,
    team: str,
    owner: Choice,
    cases: tuple[CaseRef, ...],
    stages: tuple[Stage, ...],
    *,
    by: str,
    now: datetime,
) -> CapaMoved:
    """D1 is due first; why it is this owner is kept."""
    run = start_stage(stages[0], now)
    opened = CorrectiveAction(
        id=action_id,
        title=title,
        team=team,
        owner=owner.responsible,
        cases=cases,
        status="open",
        opened_by=by,
        opened_at=now,
        stages=stages,
        running=run,
        due_at=run.due_at,
        holdings=(Holding(owner.responsible, now, owner.reason, by),),
    )
    return opened, (CapaOpenedFact(now),)


def complete_discipline(
    state: CorrectiveAction, discipline: Discipline, findings: Findings, actor: Actor, *, zone: tzinfo, now: datetime
) -> CapaMoved:
    """The present discipline stands; the next one's clock begins. `zone` tells today, which no day may lie beyond.

    Raises `CorrectiveActionEnded`, `NotResponsible`, `DisciplineOutOfOrder`, `DisciplineIncomplete`,
    `EffectNotProven`.
    """
    _require(state, actor)
    if discipline != state.present:
        raise DisciplineOutOfOrder(discipline=discipline, present=state.present or "")
    _check(state, discipline, findings, now.astimezone(zone).date())
    entry = Entry(discipline, findings, actor.address, now)
    return _restart(replace(state, entries=(*state.entries, entry)), by=actor.address, now=now)


def revise_discipline(
    state: CorrectiveAction,
    discipline: Discipline,
    findings: Findings,
    reason: str,
    actor: Actor,
    *,
    zone: tzinfo,
    now: datetime,
) -> CapaMoved:
    """Another entry supersedes; from the root cause on, what was built on it is superseded too and comes again.

    Raises as `complete_discipline`, and `NothingToRevise`.
    """
    _require(state, actor)
    if state.standing(discipline) is None:
        raise NothingToRevise(discipline=discipline)
    gone = {discipline}
    if discipline >= FIRST_BUILT_ON:
        gone |= {name for name in DISCIPLINES if name > discipline}
    freed = replace(state, entries=supersede(state.entries, frozenset(gone), reason, now))
    _check(freed, discipline, findings, now.astimezone(zone).date())
    entry = Entry(discipline, findings, actor.address, now)
    revised = replace(freed, entries=(*freed.entries, entry))
    if state.running is not None and revised.present == state.running.stage.name:
        return revised, ()
    return _restart(revised, by=actor.address, now=now)


def link_case(state: CorrectiveAction, case: CaseRef, actor: Actor) -> CapaMoved:
    """The record spans one more case. Raises `CorrectiveActionEnded`, `NotResponsible`, `CaseAlreadyLinked`."""
    _require(state, actor)
    if case in state.cases or len(state.cases) >= MOST_CASES:
        raise CaseAlreadyLinked(case=case.number)
    return replace(state, cases=(*state.cases, case)), ()


def _require(state: CorrectiveAction, actor: Actor) -> None:
    if state.status != "open":
        raise CorrectiveActionEnded(title=state.title)
    first = state.standing("D1")
    members = () if first is None else first.findings.members
    leads = "team_lead" in actor.roles and actor.team == state.team
    if not (leads or actor.roles & {"admin", "rnd_director"} or actor.address in (state.owner, *members)):
        raise NotResponsible(responsible=state.owner)


def _check(state: CorrectiveAction, discipline: Discipline, findings: Findings, today: date) -> None:
    wanted = _TELLS.get(discipline, frozenset())
    told = {name for name in ("members", "method", "evidence", "on") if getattr(findings, name)}
    wrong = sorted(wanted ^ told)
    if wrong:
        raise DisciplineIncomplete(discipline=discipline, fields=", ".join(wrong))
    if findings.on is None:
        return
    day = date.fromisoformat(findings.on)
    implemented = state.standing("D6")
    since = None if implemented is None or implemented.findings.on is None else implemented.findings.on
    too_early = discipline == "D8" and since is not None and day < date.fromisoformat(since)
    if day > today or too_early:
        raise EffectNotProven(on=findings.on, since=since or "", today=today.isoformat())


def _restart(state: CorrectiveAction, *, by: str, now: datetime) -> CapaMoved:
    """The running clock ends; the present discipline's begins, or the record is complete."""
    ended, late = (None, ()) if state.running is None else end_stage(state.running, now)
    finished = state.finished if ended is None else (*state.finished, ended)
    present = state.present
    if present is None:
        held = released(history_of(state), now)
        done = replace(state, status="completed", running=None, finished=finished, ended_at=now, holdings=held)
        return done, (*late, CapaCompletedFact(by, now))
    run = start_stage(next(stage for stage in state.stages if stage.name == present), now)
    return replace(state, running=run, due_at=run.due_at, finished=finished), late
