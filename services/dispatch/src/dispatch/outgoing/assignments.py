"""A move of an assignment, as events of its family."""

from collections.abc import Iterable

from chassis.documents import Change, Outgoing
from contracts.payload import Payload

from dispatch.domain import facts as domain
from dispatch.domain.assignment import Assignment, Moved
from dispatch.outgoing.cases import about_class, about_end
from dispatch.outgoing.returns import about_return
from dispatch.outgoing.tasks import about_task


def change(moved: Moved) -> Change[Assignment]:
    """A domain move as the chassis writes it."""
    assignment, happened = moved
    return Change(assignment, _events(assignment, happened))


def _events(assignment: Assignment, happened: Iterable[domain.Fact]) -> tuple[Outgoing, ...]:
    """The events of a move, in its order; all belong to the case."""
    told = (payload for fact in happened for payload in (_payload(assignment, fact), *about_return(assignment, fact)))
    return tuple(Outgoing(payload, correlation=assignment.case.id) for payload in told)


def _payload(assignment: Assignment, fact: domain.Fact) -> Payload:
    match fact:
        case domain.Classified() | domain.Reclassified():
            return about_class(assignment, fact)
        case domain.Resolved():
            return about_end(assignment, fact)
        case _:
            return about_task(assignment, fact)
