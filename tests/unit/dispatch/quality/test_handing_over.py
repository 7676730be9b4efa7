"""The owner of an 8D record is away: another one has it meanwhile, its clock runs on, its history says who and why."""

from dataclasses import replace
from datetime import UTC

import pytest
from contracts.events.dispatch_quality import CapaHandedOver
from dispatch.domain.authority import Actor
from dispatch.domain.covering import Cover
from dispatch.domain.errors import AlreadyResponsible, NotInTheseHands, NotResponsible, UnknownStaff
from dispatch.domain.giving_back import Back
from dispatch.domain.holdings import GiveBack
from dispatch.domain.policy import Absence, Policy, with_staff
from dispatch.domain.quality.corrective_action import CorrectiveAction, history_of
from dispatch.domain.quality.eight_d import complete_discipline
from dispatch.domain.quality.errors import CorrectiveActionEnded
from dispatch.domain.roster import on_duty
from dispatch.handlers.quality.pass_record import give_back_record, pass_record

from tests.unit.dispatch.builders import OPENED, person, policy
from tests.unit.dispatch.flow import payloads
from tests.unit.dispatch.quality.records import MEMBER, OWNER, after, before, opened, told

DEPUTY = person("quality2", "quality_engineer", team="quality")
LEAD = "role:team_lead"


def absent(*people: str) -> Policy:
    """The policy while these are away."""
    absence = Absence("1", OPENED, after(900), "leave", "staff:root", OPENED)
    return with_staff(
        policy(),
        tuple(replace(member, absences=(absence,)) if member.id in people else member for member in policy().staff),
    )


def moved(state: CorrectiveAction, wanted: Cover | Back, hours: float, *away: str) -> CorrectiveAction:
    """The record in its new hands, of which the new owner is told."""
    people = absent(*away)
    if isinstance(wanted, Cover):
        made = pass_record(state, wanted, people, on_duty(people, after(hours)), by="dispatch", now=after(hours))
    else:
        made = give_back_record(state, wanted, people, by="dispatch", now=after(hours))
    (event,) = payloads(made)
    assert isinstance(event, CapaHandedOver)
    assert (event.previous, event.owner, event.discipline) == (state.owner, made.state.owner, state.present)
    assert (event.note, event.by) == (made.state.holdings[-1].note, "dispatch")
    assert (made.state.running, made.state.entries) == (state.running, state.entries)
    return made.state


def gone(state: CorrectiveAction, give_back: GiveBack = "not_started", *others: str) -> CorrectiveAction:
    """The owner's absence began after twenty hours."""
    return moved(state, Cover(OWNER.address, None, "away", give_back=give_back), 20, "quality1", *others)


def back(state: CorrectiveAction) -> CorrectiveAction:
    """The owner is there again after thirty hours."""
    return moved(state, Back(OWNER.address, "back"), 30)


def signed(state: CorrectiveAction, actor: Actor) -> CorrectiveAction:
    assert state.present is not None
    return complete_discipline(state, state.present, told(state.present), actor, zone=UTC, now=after(25))[0]


def test_who_owned_it_how_long_and_why() -> None:
    state = back(gone(before("D3")))
    assert [(each.responsible, each.note, each.since, each.until) for each in state.holdings] == [
        (OWNER.address, "named when the record was opened", OPENED, after(20)),
        (DEPUTY.address, "away; deputy of staff:quality1", after(20), after(30)),
        (OWNER.address, "back; staff:quality2 stood in", after(30), None),
    ]


def test_the_deputy_works_on_it_meanwhile() -> None:
    with pytest.raises(NotResponsible):
        signed(before("D3"), DEPUTY)
    assert signed(gone(before("D3")), DEPUTY).present == "D4"
    done = before(None)
    assert done.holdings[-1].until == done.ended_at


def test_with_no_deputy_there_the_lead_of_its_team_has_it() -> None:
    state = gone(before("D3"), "not_started", "quality2", "quality3")
    assert (state.owner, state.holdings[-1].note) == (LEAD, "away; staff:quality1 has no deputy who is there")
    lead = person("quality-lead", "team_lead", team="quality")
    assert signed(state, lead).present == "D4"
    assert back(signed(state, lead)).owner == OWNER.address, "nobody took it by name"


def test_what_the_deputy_signed_keeps_it_there_and_what_others_signed_does_not() -> None:
    assert back(signed(gone(before("D3")), MEMBER)).owner == OWNER.address
    with pytest.raises(NotInTheseHands):
        back(signed(gone(before("D3")), DEPUTY))
    assert back(signed(gone(before("D3"), "all"), DEPUTY)).owner == OWNER.address


def test_by_hand_it_goes_to_a_colleague_and_does_not_come_back_by_itself() -> None:
    state = moved(before("D3"), Cover(OWNER.address, "staff:quality3", "knows it better"), 20)
    assert (state.owner, state.holdings[-1].note) == ("staff:quality3", "knows it better")
    with pytest.raises(NotInTheseHands):
        back(state)


def test_a_record_from_before_this_was_written_down() -> None:
    old = replace(before("D3"), holdings=())
    assert [each.responsible for each in history_of(old)] == [OWNER.address]
    state = gone(old)
    assert [(each.responsible, each.by, each.since) for each in state.holdings] == [
        (OWNER.address, "staff:quality-lead", OPENED),
        (DEPUTY.address, "dispatch", after(20)),
    ]
    assert back(state).owner == OWNER.address


def test_what_is_refused() -> None:
    assert opened().running is not None
    due = opened().due_at
    refused: list[tuple[CorrectiveAction, Cover | Back, type[Exception]]] = [
        (before(None), Cover(OWNER.address, None, "x"), CorrectiveActionEnded),
        (before(None), Back(OWNER.address, "x"), CorrectiveActionEnded),
        (opened(), Cover(DEPUTY.address, None, "x"), NotInTheseHands),
        (opened(), Cover(OWNER.address, None, "x", due_before=due), NotInTheseHands),
        (opened(), Back(DEPUTY.address, "x"), NotInTheseHands),
        (opened(), Cover(OWNER.address, OWNER.address, "x"), AlreadyResponsible),
        (opened(), Cover(OWNER.address, "staff:nobody-here", "x"), UnknownStaff),
        (opened(), Cover(OWNER.address, "staff:rnd-pm1", "x"), UnknownStaff),
    ]
    for state, wanted, error in refused:
        with pytest.raises(error):
            moved(state, wanted, 20)
