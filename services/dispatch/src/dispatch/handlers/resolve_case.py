"""The measure was carried out."""

from datetime import datetime

from chassis.documents import Change

from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.domain.finishing import resolve
from dispatch.outgoing import change


def resolve_case(state: Assignment, actor: Actor, resolution: str, *, now: datetime) -> Change[Assignment]:
    """Raises `ActionNotAllowed`, `NotResponsible`, `RepairPending`."""
    return change(resolve(state, actor, resolution, now=now))
