"""Ways to spoil sound evidence: each is a breach that the judgement must notice, else a green campaign says nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from contracts.events import dispatch
from contracts.payload import Payload

from tests.chaos.checks.finding import Kind
from tests.chaos.evidence import Evidence, Held, Shelf
from tests.chaos.recorder import Event, Recorded

S = TypeVar("S")
Spoil: TypeAlias = Callable[[Evidence], Evidence]


def _without_first(shelf: Shelf[S]) -> Shelf[S]:
    first = next(iter(shelf))
    return {name: held for name, held in shelf.items() if name != first}


def _with_first(shelf: Shelf[S], change: Callable[[Held[S]], Held[S]]) -> Shelf[S]:
    first = next(iter(shelf))
    return {**shelf, first: change(shelf[first])}


def _with_a_twin(shelf: Shelf[S]) -> Shelf[S]:
    first = next(iter(shelf.values()))
    return {**shelf, "twin": replace(first, id="twin")}


def _recorded(evidence: Evidence, events: list[Event]) -> Evidence:
    return replace(evidence, recorded=Recorded(events, len(events)))


def _without(kind: type[Payload]) -> Spoil:
    def spoil(evidence: Evidence) -> Evidence:
        events = list(evidence.recorded.events)
        events.remove(next(event for event in events if isinstance(event.data, kind)))
        return _recorded(evidence, events)

    return spoil


def _again(kind: type[Payload], **changes: object) -> Spoil:
    """An event of the kind a second time, changed in some of its attributes."""

    def spoil(evidence: Evidence) -> Evidence:
        first = next(event for event in evidence.recorded.events if isinstance(event.data, kind))
        return _recorded(evidence, [*evidence.recorded.events, first.model_copy(update={"id": "other", **changes})])

    return spoil


def _early(kind: type[Payload]) -> Spoil:
    """One event of the kind an hour too early."""

    def spoil(evidence: Evidence) -> Evidence:
        events = list(evidence.recorded.events)
        index = next(i for i, event in enumerate(events) if isinstance(event.data, kind))
        events[index] = events[index].model_copy(update={"time": events[index].time - timedelta(hours=1)})
        return _recorded(evidence, events)

    return spoil


SPOILS: Mapping[str, tuple[Kind, Spoil]] = MappingProxyType(
    {
        "a case is gone": ("lost", lambda e: replace(e, cases=_without_first(e.cases))),
        "another number": (
            "lost",
            lambda e: replace(e, cases=_with_first(e.cases, lambda h: replace(h, state=replace(h.state, number="x")))),
        ),
        "a case too many": ("doubled", lambda e: replace(e, cases=_with_a_twin(e.cases))),
        "an assignment is gone": ("lost", lambda e: replace(e, assignments=_without_first(e.assignments))),
        "an assignment too many": ("doubled", lambda e: replace(e, assignments=_with_a_twin(e.assignments))),
        "a repair order is gone": ("lost", lambda e: replace(e, repairs=_without_first(e.repairs))),
        "a follow-up is gone": ("lost", lambda e: replace(e, follow_ups=_without_first(e.follow_ups))),
        "an appraisal entry is gone": ("lost", lambda e: replace(e, appraisals=_without_first(e.appraisals))),
        "a notification is gone": ("lost", lambda e: replace(e, notifications=_without_first(e.notifications))),
        "a notification too many": ("doubled", lambda e: replace(e, notifications=_with_a_twin(e.notifications))),
        "an event never left": ("lost", _without(dispatch.TaskAssigned)),
        "an event under two ids": ("doubled", _again(dispatch.TaskAssigned)),
        "a step assigned twice": ("doubled", _again(dispatch.TaskAssigned, sequence=999)),
        "an event in the outbox": (
            "lost",
            lambda e: replace(e, cases=_with_first(e.cases, lambda h: replace(h, outbox=("left",)))),
        ),
        "applied twice": (
            "doubled",
            lambda e: replace(e, cases=_with_first(e.cases, lambda h: replace(h, inbox=(*h.inbox, *h.inbox)))),
        ),
        "told twice in the timeline": (
            "doubled",
            lambda e: replace(
                e,
                cases=_with_first(
                    e.cases, lambda h: replace(h, state=replace(h.state, timeline=h.state.timeline + h.state.timeline))
                ),
            ),
        ),
        "missing in the timeline": (
            "lost",
            lambda e: replace(e, cases=_with_first(e.cases, lambda h: replace(h, state=replace(h.state, timeline=())))),
        ),
        "a level skipped": ("escalation", _without(dispatch.TaskEscalated)),
        "a level told twice": ("escalation", _again(dispatch.TaskEscalated, sequence=999)),
        "never told overdue": ("escalation", _without(dispatch.TaskOverdue)),
        "reminded too early": ("escalation", _early(dispatch.TaskReminded)),
        "overdue too early": ("escalation", _early(dispatch.TaskOverdue)),
        "escalated too early": ("escalation", _early(dispatch.TaskEscalated)),
        "a dead letter": ("dead", lambda e: replace(e, graves={"survey.dead": 1})),
        "an e-mail that nobody received": ("mail", lambda e: replace(e, message_ids=e.message_ids[1:])),
    }
)
