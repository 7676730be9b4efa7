"""8D: disciplines in order, what each must tell, revisions that keep what was superseded, clocks, the proof."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from contracts.events.dispatch_quality import CapaCompleted, CapaOpened, CapaOverdue
from dispatch.domain.authority import Actor
from dispatch.domain.errors import NotResponsible
from dispatch.domain.quality.corrective_action import DISCIPLINES, CaseRef, Discipline, Findings
from dispatch.domain.quality.eight_d import MOST_CASES, complete_discipline, link_case, open_action, revise_discipline
from dispatch.domain.quality.errors import (
    CaseAlreadyLinked,
    CorrectiveActionEnded,
    DisciplineIncomplete,
    DisciplineOutOfOrder,
    EffectNotProven,
    NothingToRevise,
)
from dispatch.outgoing.quality import capa_change

from tests.unit.dispatch.builders import ADMIN, CLERK, QUALITY_LEAD, STRANGER
from tests.unit.dispatch.flow import payloads
from tests.unit.dispatch.quality.records import MEMBER, NAMED, OWNER, STAGES, TODAY, after, before, opened, told


@pytest.mark.parametrize("tried", DISCIPLINES)
@pytest.mark.parametrize("present", DISCIPLINES)
def test_disciplines_follow_one_another(present: Discipline, tried: Discipline) -> None:
    state = before(present)
    if tried == present:
        done, _ = complete_discipline(state, tried, told(tried), OWNER, zone=UTC, now=after(9))
        assert done.standing(tried) is not None
        return
    with pytest.raises(DisciplineOutOfOrder):
        complete_discipline(state, tried, told(tried), OWNER, zone=UTC, now=after(9))


@pytest.mark.parametrize("discipline", DISCIPLINES)
@pytest.mark.parametrize(
    "strange",
    [
        lambda told: replace(told, members=() if told.members else ("staff:x",)),
        lambda told: replace(told, method=None if told.method else "ishikawa"),
        lambda told: replace(told, evidence=None if told.evidence else "e"),
        lambda told: replace(told, on=None if told.on else TODAY.isoformat()),
    ],
)
def test_each_tells_what_belongs_to_it(discipline: Discipline, strange: Callable[[Findings], Findings]) -> None:
    with pytest.raises(DisciplineIncomplete):
        complete_discipline(before(discipline), discipline, strange(told(discipline)), OWNER, zone=UTC, now=after(9))


@pytest.mark.parametrize(
    ("discipline", "days", "allowed"),
    [("D6", 0, True), ("D6", 1, False), ("D8", -1, False), ("D8", 0, True), ("D8", 1, False)],
)
def test_the_effect_is_proven_after_the_action_and_not_in_the_future(
    discipline: Discipline, days: int, allowed: bool
) -> None:
    findings = told(discipline, on=TODAY + timedelta(days=days))
    if allowed:
        complete_discipline(before(discipline), discipline, findings, OWNER, zone=UTC, now=after(9))
    else:
        with pytest.raises(EffectNotProven):
            complete_discipline(before(discipline), discipline, findings, OWNER, zone=UTC, now=after(9))


@pytest.mark.parametrize(
    ("revised", "standing"),
    [
        ("D1", ["D1", "D2", "D3", "D4", "D5", "D6"]),
        ("D3", ["D1", "D2", "D3", "D4", "D5", "D6"]),
        ("D4", ["D1", "D2", "D3", "D4"]),
        ("D6", ["D1", "D2", "D3", "D4", "D5", "D6"]),
    ],
)
def test_a_revision_takes_along_what_was_built_on_it(revised: Discipline, standing: list[Discipline]) -> None:
    state = before("D7")
    moved, _ = revise_discipline(state, revised, told(revised, "other"), "new finding", OWNER, zone=UTC, now=after(9))
    assert [name for name in DISCIPLINES if moved.standing(name)] == standing
    old = [entry for entry in moved.entries if entry.superseded_at is not None]
    assert {entry.discipline for entry in old} == {revised, *(set(DISCIPLINES[:6]) - set(standing))}
    assert all(entry.reason == "new finding" for entry in old)
    assert len(moved.entries) == 7
    assert moved.running is not None
    assert moved.running.stage.name == moved.present


def test_what_was_not_completed_is_not_revised() -> None:
    with pytest.raises(NothingToRevise):
        revise_discipline(before("D3"), "D3", told("D3"), "r", OWNER, zone=UTC, now=after(9))


@pytest.mark.parametrize(
    ("actor", "may"),
    [(OWNER, True), (MEMBER, True), (QUALITY_LEAD, True), (ADMIN, True), (STRANGER, False), (CLERK, False)],
)
def test_owner_members_and_authorities_work_on_it(actor: Actor, may: bool) -> None:
    state = before("D2")
    if may:
        complete_discipline(state, "D2", told("D2"), actor, zone=UTC, now=after(9))
    else:
        with pytest.raises(NotResponsible):
            complete_discipline(state, "D2", told("D2"), actor, zone=UTC, now=after(9))


def test_the_end_tells_cause_action_and_evidence_and_nothing_moves_after_it() -> None:
    change = capa_change(complete_discipline(before("D8"), "D8", told("D8"), OWNER, zone=UTC, now=after(8)))
    (completed,) = payloads(change)
    assert isinstance(completed, CapaCompleted)
    assert (completed.case_id, completed.case_ids) == ("case-1", ["case-1", "case-2"])
    assert completed.evidence == "no leak in 200 units"
    assert (change.state.running, change.state.status) == (None, "completed")
    with pytest.raises(CorrectiveActionEnded):
        revise_discipline(change.state, "D4", told("D4"), "r", OWNER, zone=UTC, now=after(9))
    with pytest.raises(CorrectiveActionEnded):
        link_case(change.state, CaseRef("case-3", "n"), OWNER)


def test_a_late_discipline_is_told_even_when_no_timer_was_faster() -> None:
    late = capa_change(complete_discipline(opened(), "D1", told("D1"), OWNER, zone=UTC, now=after(9)))
    (overdue,) = payloads(late)
    assert isinstance(overdue, CapaOverdue)
    assert (overdue.discipline, overdue.level, overdue.addressee) == ("D1", 1, "role:team_lead")


def test_a_record_spans_further_cases() -> None:
    state, _ = link_case(opened(), CaseRef("case-3", "n"), OWNER)
    assert [case.id for case in state.cases] == ["case-1", "case-2", "case-3"]
    with pytest.raises(CaseAlreadyLinked):
        link_case(state, CaseRef("case-3", "n"), OWNER)
    full = replace(state, cases=tuple(CaseRef(str(number), "n") for number in range(MOST_CASES)))
    with pytest.raises(CaseAlreadyLinked):
        link_case(full, CaseRef("more", "n"), OWNER)


def test_the_opening_tells_when_d1_is_due() -> None:
    cases = (CaseRef("case-1", "n"),)
    change = capa_change(open_action("8d", "Leaks", "quality", NAMED, cases, STAGES, by="staff:y", now=after(0)))
    (told_opened,) = payloads(change)
    assert isinstance(told_opened, CapaOpened)
    assert told_opened.due_at == after(8)
