"""Assignments at the points of their life that tests start from."""

from typing import TypeVar

from chassis.documents import Change, Outcome
from contracts.payload import Payload
from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.handlers.accept_task import accept_task
from dispatch.handlers.communicate_plan import communicate_plan
from dispatch.handlers.name_responsible import name_responsible
from dispatch.handlers.on_case_opened import on_case_opened
from dispatch.handlers.reply_to_task import reply_to_task
from dispatch.handlers.resolve_case import resolve_case

from tests.unit.dispatch.builders import (
    CLERK,
    DESIGN_TEXT,
    LEAK_TEXT,
    RND_DIRECTOR,
    at,
    context,
    opened,
    person,
    policy,
)

S = TypeVar("S")

QUALITY = person("quality1", "quality_engineer", team="quality")
MANAGER = person("rnd-pm1", "rnd_project_manager", team="rnd")


def changed(outcome: Outcome[S]) -> Change[S]:
    """The change; fails on an event that was ignored or has to wait."""
    assert isinstance(outcome, Change), outcome
    return outcome


def payloads(change: Change[S]) -> list[Payload]:
    """What left with a change."""
    return [event.payload for event in change.events]


def names(change: Change[S]) -> list[str]:
    """The types of what left with a change."""
    return [payload.TYPE for payload in payloads(change)]


def assigned(text: str = LEAK_TEXT, *, remedy: str | None = None) -> Assignment:
    """A case in its first hands."""
    event = opened(text, remedy=remedy)
    return changed(on_case_opened(None, event, context(turns={event.id: 0}))).state


def accepted(text: str = LEAK_TEXT, *, remedy: str | None = None) -> Assignment:
    """Taken by its responsible after an hour."""
    return accept_task(assigned(text, remedy=remedy), QUALITY, now=at(1)).state


def replied(*, remedy: str | None = None) -> Assignment:
    """Cause and measure signed after two hours."""
    return reply_to_task(accepted(remedy=remedy), QUALITY, "worn", "replace", None, now=at(2)).state


def communicated(*, remedy: str | None = None) -> Assignment:
    """The customer knows after three hours."""
    return communicate_plan(replied(remedy=remedy), CLERK, "on Tuesday", now=at(3)).state


def resolved(*, remedy: str | None = None) -> Assignment:
    """Done after four hours."""
    return resolve_case(communicated(remedy=remedy), QUALITY, "replaced", now=at(4)).state


def named(manager: Actor = MANAGER) -> Assignment:
    """An R&D case whose project manager was named after an hour."""
    state = assigned(DESIGN_TEXT)
    return name_responsible(state, RND_DIRECTOR, manager.address, "knows the handle", policy(), now=at(1)).state
