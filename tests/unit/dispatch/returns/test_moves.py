"""The moves of a return: every one from its own status only, on the verdict, by the right people, with its clock."""

from collections.abc import Callable
from datetime import datetime

import pytest
from contracts.events.dispatch_returns import ReturnCompleted, ReturnOverdue
from dispatch.domain.authority import Actor
from dispatch.domain.errors import NotResponsible
from dispatch.domain.returns import moves
from dispatch.domain.returns.errors import EntitledToReturn, ReasonNeeded, ReturnStepNotAllowed, VerdictAgainst
from dispatch.domain.returns.goods_return import GoodsReturn, Returned
from dispatch.outgoing.returns import return_change

from tests.unit.dispatch.builders import ADMIN, STRANGER, person
from tests.unit.dispatch.flow import payloads
from tests.unit.dispatch.returns.goods import (
    CLERK,
    SERVICE,
    after,
    asked,
    completed,
    dropped,
    expected,
    inspected,
    opened,
    received,
    refused,
)

STATES: dict[str, Callable[[], GoodsReturn]] = {
    "awaiting_decision": opened,
    "goods_expected": expected,
    "received": received,
    "inspected": inspected,
    "completed": completed,
    "refused": refused,
    "dropped": dropped,
}
Move = Callable[[GoodsReturn, Actor, datetime], Returned]
MOVES: dict[str, tuple[Move, str, str]] = {
    "assess": (
        lambda s, a, now: moves.assess(s, asked(), SERVICE, a, now=now),
        "awaiting_decision",
        "awaiting_decision",
    ),
    "authorise": (
        lambda s, a, now: moves.authorise(s, "r", a, goodwill=False, now=now),
        "awaiting_decision",
        "goods_expected",
    ),
    "refuse": (lambda s, a, now: moves.refuse(s, "r", a, now=now), "awaiting_decision", "refused"),
    "receive": (lambda s, a, now: moves.receive(s, "c", a, now=now), "goods_expected", "received"),
    "drop": (lambda s, a, now: moves.give_up(s, "r", a, now=now), "goods_expected", "dropped"),
    "inspect": (lambda s, a, now: moves.inspect(s, "f", a, fault_confirmed=True, now=now), "received", "inspected"),
    "exchange": (lambda s, a, now: moves.complete(s, "exchanged", "t", a, now=now), "inspected", "completed"),
    "refund": (lambda s, a, now: moves.complete(s, "refunded", "t", a, now=now), "inspected", "completed"),
    "send_back": (lambda s, a, now: moves.complete(s, "sent_back", "t", a, now=now), "inspected", "completed"),
}


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("verb", MOVES)
def test_every_move_from_its_own_status_only(verb: str, status: str) -> None:
    move, start, end = MOVES[verb]
    state = STATES[status]()
    assert state.status == status
    if status != start:
        with pytest.raises(ReturnStepNotAllowed):
            move(state, ADMIN, after(5))
        return
    moved, _ = move(state, ADMIN, after(5))
    assert moved.status == end
    assert moved.is_open == (moved.running is not None) == (moved.ended_at is None)


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (CLERK, True),
        (person("gendan2", "follow_up_clerk", team="returns"), True),
        (person("returns-lead", "team_lead", team="returns"), True),
        (person("sales-lead", "team_lead", team="sales"), False),
        (STRANGER, False),
    ],
)
def test_who_works_on_a_return(verb: str, actor: Actor, may: bool) -> None:
    move, start, _ = MOVES[verb]
    if may:
        move(STATES[start](), actor, after(5))
    else:
        with pytest.raises(NotResponsible):
            move(STATES[start](), actor, after(5))


@pytest.mark.parametrize(
    ("days", "authorise", "goodwill", "refuse"),
    [
        ({}, None, None, EntitledToReturn),
        ({"asked_on": "2027-03-01"}, VerdictAgainst, None, None),
        ({"sold_on": None}, ReasonNeeded, ReasonNeeded, None),
    ],
)
def test_the_verdict_binds(
    days: dict[str, object],
    authorise: type[Exception] | None,
    goodwill: type[Exception] | None,
    refuse: type[Exception] | None,
) -> None:
    state, _ = moves.assess(opened(), asked(**days), SERVICE, CLERK, now=after(1))
    attempts: list[tuple[type[Exception] | None, Callable[[], Returned]]] = [
        (authorise, lambda: moves.authorise(state, None, CLERK, goodwill=False, now=after(2))),
        (refuse, lambda: moves.refuse(state, "no", CLERK, now=after(2))),
    ]
    for error, attempt in attempts:
        if error is None:
            attempt()
        else:
            with pytest.raises(error):
                attempt()
    if goodwill is None:
        decision = moves.authorise(state, "a good customer", CLERK, goodwill=True, now=after(2))[0].decision
        assert decision is not None
        assert decision.goodwill == (authorise is VerdictAgainst)


def test_goodwill_needs_its_reason() -> None:
    state, _ = moves.assess(opened(), asked(asked_on="2027-03-01"), SERVICE, CLERK, now=after(1))
    with pytest.raises(ReasonNeeded):
        moves.authorise(state, None, CLERK, goodwill=True, now=after(2))


def test_later_facts_supersede_and_all_stay() -> None:
    first, _ = moves.assess(opened(), asked(sold_on=None), SERVICE, CLERK, now=after(1))
    second, _ = moves.assess(first, asked(), SERVICE, CLERK, now=after(2))
    assert [made.verdict.allowed for made in second.assessments] == [None, True]
    assert second.verdict == second.assessments[-1].verdict


def test_each_stage_has_its_own_clock() -> None:
    state = completed()
    assert [(run.stage.name, run.started_at, run.ended_at, run.met) for run in state.finished] == [
        ("decide", after(0), after(1), True),
        ("receive", after(1), after(2), True),
        ("inspect", after(2), after(3), True),
        ("complete", after(3), after(4), True),
    ]
    assert expected().due_at == after(1 + 80)


@pytest.mark.parametrize(("hours", "met"), [(8, True), (8.001, False)])
def test_a_stage_is_met_until_the_very_instant_it_is_due(hours: float, met: bool) -> None:
    change = return_change(moves.refuse(opened(), "no", CLERK, now=after(hours)))
    assert change.state.finished[0].met is met
    assert [payload.TYPE for payload in payloads(change)] == ([] if met else ["return.overdue"]) + ["return.refused"]


def test_the_end_carries_findings_and_measure() -> None:
    change = return_change(moves.complete(inspected(), "refunded", "100 yuan", CLERK, now=after(4)))
    (told,) = payloads(change)
    assert isinstance(told, ReturnCompleted)
    assert (told.outcome, told.findings, told.measure, told.by) == ("refunded", "seal torn", "100 yuan", CLERK.address)
    assert (told.return_id, told.round) == ("case-1:1", 1)
    late = return_change(moves.receive(expected(), "box", CLERK, now=after(99)))
    (overdue, _) = payloads(late)
    assert isinstance(overdue, ReturnOverdue)
    assert (overdue.stage, overdue.level, overdue.addressee) == ("receive", 1, "role:team_lead")
