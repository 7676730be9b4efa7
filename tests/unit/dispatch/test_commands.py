"""The commands of the responsible and the front desk: every allowed move, and every refusal."""

from collections.abc import Callable
from datetime import datetime

import pytest
from chassis.documents import Change
from contracts.events.dispatch import CaseResolved, TaskAccepted, TaskAssigned, TaskHandedOver, TaskOverdue, TaskReplied
from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.domain.errors import (
    ActionNotAllowed,
    AlreadyResponsible,
    NotResponsible,
    RepairPending,
    ResponsibleNotNamed,
    UnknownStaff,
)
from dispatch.domain.lifecycle import end_case
from dispatch.handlers.accept_task import accept_task
from dispatch.handlers.communicate_plan import communicate_plan
from dispatch.handlers.hand_over_task import hand_over_task
from dispatch.handlers.name_responsible import name_responsible
from dispatch.handlers.reply_to_task import reply_to_task
from dispatch.handlers.resolve_case import resolve_case

from tests.unit.dispatch.builders import (
    ADMIN,
    CLERK,
    DESIGN_TEXT,
    QUALITY_LEAD,
    RND_DIRECTOR,
    STRANGER,
    STRAY_TEXT,
    UNSURE_TEXT,
    at,
    person,
    policy,
)
from tests.unit.dispatch.flow import (
    MANAGER,
    QUALITY,
    accepted,
    assigned,
    communicated,
    named,
    names,
    payloads,
    replied,
    resolved,
)


def withdrawn() -> Assignment:
    return end_case(assigned(), "withdrawn", because="", by="customer:C-1", now=at(1))[0]


STATES: dict[str, Callable[[], Assignment]] = {
    "awaiting_classification": lambda: assigned(UNSURE_TEXT),
    "assigned": assigned,
    "accepted": accepted,
    "replied": replied,
    "communicated": communicated,
    "resolved": resolved,
    "withdrawn": withdrawn,
}
Command = Callable[[Assignment, Actor, datetime], Change[Assignment]]
COMMANDS: dict[str, tuple[Command, set[str]]] = {
    "accept": (lambda s, a, now: accept_task(s, a, now=now), {"assigned"}),
    "hand_over": (
        lambda s, a, now: hand_over_task(s, a, _colleague(s), "leave", policy(), now=now),
        {"awaiting_classification", "assigned", "accepted", "replied"},
    ),
    "reply": (lambda s, a, now: reply_to_task(s, a, "c", "m", None, now=now), {"assigned", "accepted"}),
    "communicate": (lambda s, a, now: communicate_plan(s, a, "t", now=now), {"replied"}),
    "resolve": (lambda s, a, now: resolve_case(s, a, "r", now=now), {"communicated"}),
    "name_responsible": (
        lambda s, a, now: name_responsible(s, a, MANAGER.address, "n", policy(), now=now),
        set(),
    ),
}


def _colleague(state: Assignment) -> str:
    front_desk = state.running is not None and state.running.level.step in ("01", "03")
    return "staff:clerk2" if front_desk else "staff:quality2"


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("verb", COMMANDS)
def test_every_command_moves_from_its_own_statuses_only(verb: str, status: str) -> None:
    command, allowed = COMMANDS[verb]
    state = STATES[status]()
    assert state.status == status
    if status in allowed:
        assert command(state, ADMIN, at(5)).state != state
    else:
        with pytest.raises(ActionNotAllowed):
            command(state, ADMIN, at(5))


@pytest.mark.parametrize("verb", ["accept", "hand_over", "reply"])
@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (QUALITY, True),
        (QUALITY_LEAD, True),
        (person("boss", "rnd_director"), True),
        (person("vp", "marketing_vice_president"), True),
        (ADMIN, True),
        (STRANGER, False),
        (person("quality2", "quality_engineer", team="quality"), False),
        (person("other-lead", "team_lead", team="sales"), False),
        (person("no-team-lead", "team_lead"), False),
        (person("wrong-director", "sales_director"), False),
    ],
)
def test_only_the_responsible_and_the_authorities_work_on_a_task(verb: str, actor: Actor, may: bool) -> None:
    command, _ = COMMANDS[verb]
    if may:
        command(assigned(), actor, at(1))
    else:
        with pytest.raises(NotResponsible):
            command(assigned(), actor, at(1))


def test_accepting_signs_the_taking() -> None:
    change = accept_task(assigned(), QUALITY, now=at(1))
    (told,) = payloads(change)
    assert isinstance(told, TaskAccepted)
    assert (told.by, told.responsible, told.accepted_at) == ("staff:quality1", "staff:quality1", at(1))
    assert change.state.running is not None
    assert change.state.running.accepted_at == at(1)


def test_a_task_of_a_role_passes_to_the_person_who_takes_it() -> None:
    lead = person("sales-lead", "team_lead", team="sales")
    change = accept_task(assigned(STRAY_TEXT), lead, now=at(1))
    run = change.state.running
    assert run is not None
    assert run.responsible == "staff:sales-lead"
    assert [(held.responsible, held.since, held.until) for held in run.holdings] == [
        ("role:team_lead", at(0), at(1)),
        ("staff:sales-lead", at(1), None),
    ]


def test_a_machine_client_never_becomes_the_responsible() -> None:
    robot = Actor("client:robot", frozenset({"team_lead"}), "sales")
    run = accept_task(assigned(STRAY_TEXT), robot, now=at(1)).state.running
    assert run is not None
    assert run.responsible == "role:team_lead"


def test_a_hand_over_keeps_the_clock_and_says_who_held_it_how_long() -> None:
    before = accepted()
    change = hand_over_task(before, QUALITY, "staff:quality2", "my leave begins", policy(), now=at(3))
    (told,) = payloads(change)
    assert isinstance(told, TaskHandedOver)
    assert (told.previous, told.responsible, told.note) == ("staff:quality1", "staff:quality2", "my leave begins")
    run = change.state.running
    assert run is not None
    assert change.state.status == "assigned"
    assert run.due_at == before.due_at
    assert [(held.responsible, held.since, held.until) for held in run.holdings] == [
        ("staff:quality1", at(0), at(3)),
        ("staff:quality2", at(3), None),
    ]
    with pytest.raises(NotResponsible):
        reply_to_task(change.state, QUALITY, "c", "m", None, now=at(4))


@pytest.mark.parametrize("to", ["staff:nobody", "staff:sales1"])
def test_a_task_is_not_handed_outside_its_team(to: str) -> None:
    with pytest.raises(UnknownStaff):
        hand_over_task(assigned(), QUALITY, to, "n", policy(), now=at(1))


def test_a_task_is_not_handed_to_who_has_it() -> None:
    with pytest.raises(AlreadyResponsible):
        hand_over_task(assigned(), QUALITY, "staff:quality1", "n", policy(), now=at(1))


def test_naming_the_project_manager_meets_02b_and_starts_the_reply() -> None:
    state = named()
    assert [(run.level.step, run.outcome) for run in state.finished] == [("02B", "met")]
    assert state.running is not None
    assert (state.running.level.step, state.running.responsible) == ("reply", "staff:rnd-pm1")
    assert state.running.due_at == at(1 + 8)
    done = reply_to_task(state, MANAGER, "too thin", "thicker", None, now=at(2)).state
    assert (done.status, done.finished[-1].outcome) == ("replied", "met")


def test_the_director_names_before_anybody_replies() -> None:
    with pytest.raises(ResponsibleNotNamed):
        reply_to_task(assigned(DESIGN_TEXT), RND_DIRECTOR, "c", "m", None, now=at(1))


@pytest.mark.parametrize(
    ("actor", "manager", "error"),
    [
        (MANAGER, MANAGER.address, NotResponsible),
        (RND_DIRECTOR, "staff:sales1", UnknownStaff),
    ],
)
def test_only_the_director_names_and_only_own_people(actor: Actor, manager: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        name_responsible(assigned(DESIGN_TEXT), actor, manager, "n", policy(), now=at(1))


def test_a_reply_signs_boxes_three_and_four_and_sends_the_clerk_to_the_customer() -> None:
    change = reply_to_task(accepted(), QUALITY, "worn", "replace", True, now=at(2))
    told, follows = payloads(change)
    assert isinstance(told, TaskReplied)
    assert isinstance(follows, TaskAssigned)
    assert (told.step, told.cause, told.measure, told.repair_required) == ("02C", "worn", "replace", True)
    assert (follows.step, follows.responsible, follows.limit_seconds) == ("03", "role:sales_clerk", 4)
    assert not follows.repair_required
    signed = {box.box: (box.text, box.signed_by) for box in change.state.boxes}
    assert signed["cause"] == ("worn", "staff:quality1")
    assert signed["measure"] == ("replace", "staff:quality1")


@pytest.mark.parametrize(("seconds", "outcome"), [(8, "met"), (8.001, "missed")])
def test_a_step_is_met_until_the_very_instant_it_is_due(seconds: float, outcome: str) -> None:
    change = reply_to_task(accepted(), QUALITY, "c", "m", None, now=at(seconds))
    assert change.state.finished[-1].outcome == outcome


def test_a_late_reply_is_told_overdue_even_when_no_timer_was_faster() -> None:
    change = reply_to_task(accepted(), QUALITY, "c", "m", None, now=at(9))
    told = [payload for payload in payloads(change) if isinstance(payload, TaskOverdue)]
    assert [(payload.step, payload.responsible) for payload in told] == [("02C", "staff:quality1")]


def test_step_03_is_met_by_telling_the_customer() -> None:
    change = communicate_plan(replied(), CLERK, "on Tuesday", now=at(3))
    assert names(change) == ["task.communicated"]
    assert change.state.running is None
    assert [run.outcome for run in change.state.finished] == ["met", "met"]


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (QUALITY, True),
        (CLERK, True),
        (QUALITY_LEAD, True),
        (person("support1", "support_engineer", team="support"), False),
    ],
)
def test_who_may_say_that_the_case_is_resolved(actor: Actor, may: bool) -> None:
    if not may:
        with pytest.raises(NotResponsible):
            resolve_case(communicated(), actor, "done", now=at(4))
        return
    (told,) = payloads(resolve_case(communicated(), actor, "done", now=at(4)))
    assert isinstance(told, CaseResolved)
    assert (told.team, told.responsible, told.resolved_by) == ("quality", "staff:quality1", actor.address)


def test_a_case_whose_repair_has_not_ended_is_not_resolved() -> None:
    with pytest.raises(RepairPending):
        resolve_case(communicated(remedy="repair"), QUALITY, "done", now=at(4))
