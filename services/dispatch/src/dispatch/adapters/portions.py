"""What somebody holds, or may claim, moves in bounded portions: each document by a change of its own."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from chassis.documents import Change, Stored
from chassis.store import Store

from dispatch.domain.errors import DispatchError

AT_ONCE = 200
"""Documents that one portion moves at most."""

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Portion(Generic[S]):
    """The documents in their new hands; `more`: some are left for a further portion."""

    moved: list[Stored[S]]
    more: bool


async def move_portion(
    store: Store[S],
    filters: Mapping[str, object],
    sort: str,
    move: Callable[[S, datetime], Change[S]],
    stays: tuple[type[DispatchError], ...],
) -> Portion[S]:
    """In the order of `sort`. What refuses with one of `stays` when its turn comes is left alone."""
    moved: list[Stored[S]] = []
    cursor: str | None = None
    while True:
        page = await store.page(filters, sort=sort, limit=AT_ONCE, cursor=cursor)
        for stored in page.items:
            if len(moved) == AT_ONCE:
                return Portion(moved, more=True)
            with suppress(*stays):
                moved.append(await store.change(stored.id, None, move))
        if page.next is None:
            return Portion(moved, more=False)
        cursor = page.next
