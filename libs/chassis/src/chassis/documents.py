"""Pure core of the one-document write: what a handler returns and what becomes of the document (no I/O here)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from contracts.payload import Payload

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Timer:
    """A due time in a document. `name` is unique in the document and vanishes from the state's timers once fired."""

    name: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An event to publish with the write. `correlation` groups everything that belongs to one matter."""

    payload: Payload
    correlation: str


@dataclass(frozen=True, slots=True)
class Change(Generic[S]):
    """The aggregate's next state and the events that leave with it, in order."""

    state: S
    events: Sequence[Outgoing] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """The event does not concern this aggregate (any more): acknowledged, nothing written."""

    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A predecessor has not arrived yet: the event goes to the retry ladder."""

    reason: str


Outcome: TypeAlias = Change[S] | Ignored | Waiting
"""What an event handler returns."""


@dataclass(frozen=True, slots=True)
class Stored(Generic[S]):
    """An aggregate as it is in the database; `version` is its ETag."""

    id: str
    version: int
    state: S
