"""What a service does with an event, as data."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeAlias, TypeVar

from contracts.envelope import Envelope
from contracts.payload import Payload

from chassis.documents import Outcome

P = TypeVar("P", bound=Payload)
S = TypeVar("S")
C = TypeVar("C", bound="HasNow")


class HasNow(Protocol):
    """What every handler context offers: the instant at which the group is handled."""

    @property
    def now(self) -> datetime:
        """Aware, UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Moment:
    """The context of handlers that need nothing but the time."""

    now: datetime


class StoreName(Protocol[S]):
    """A store, as far as a subscription needs to know it."""

    @property
    def name(self) -> str:
        """Collection name."""
        ...

    def type_witness(self, state: S) -> S:
        """Ties the handler's state type to the store's for the type checker; returns what it gets."""
        ...


@dataclass(frozen=True, slots=True)
class Subscription(Generic[P, S, C]):
    """One event type led to one store: `key` names the documents concerned, `handler` decides for each."""

    event: type[P]
    store: StoreName[S]
    key: Callable[[Envelope[P]], Sequence[str]]
    handler: Callable[[S | None, Envelope[P], C], Outcome[S]]


Prepare: TypeAlias = Callable[[Sequence[Envelope[Payload]], datetime], Awaitable[C]]
"""Makes the context for one consumed group, before any handler runs; the place for reads that handlers need."""
