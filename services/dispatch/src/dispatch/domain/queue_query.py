"""What somebody wants to see of the work queue."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.queue import ENDED, RUNNING, place_of
from dispatch.domain.taking import Takeable
from dispatch.domain.words import OPEN_STATUSES, CategoryName, LevelName, Status, Step


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """What is given must hold; `responsible`, `step`, `overdue` and `due_before` speak of the running step.

    `unassigned`: the task waits for a role, not for a person; `takeable` says for which, None for any. `open_only`
    leaves ended cases out.
    """

    open_only: bool = False
    responsible: str | None = None
    unassigned: bool = False
    takeable: Takeable | None = None
    team: str | None = None
    step: Step | None = None
    status: Status | None = None
    category: CategoryName | None = None
    severity: LevelName | None = None
    overdue: bool | None = None
    due_before: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether no ended case can fit."""
        running = (self.responsible, self.step, self.due_before)
        return (
            self.open_only
            or self.unassigned
            or self.overdue is True
            or any(given is not None for given in running)
            or self.status in OPEN_STATUSES
        )


@dataclass(frozen=True, slots=True)
class KeyRange:
    """The keys from `at_least` until before `below`; None is no bound."""

    at_least: str | None
    below: str | None


def key_range(query: QueueQuery, now: datetime) -> KeyRange:
    """The part of the queue in which everything lies that fits."""
    below = [ENDED] if query.is_open else []
    if query.overdue is True:
        below.append(place_of(RUNNING, now))
    if query.due_before is not None:
        below.append(place_of(RUNNING, query.due_before))
    at_least = [place_of(RUNNING, now)] if query.overdue is False else []
    if query.status is not None and query.status not in OPEN_STATUSES:
        at_least.append(ENDED)
    return KeyRange(max(at_least, default=None), min(below, default=None))
