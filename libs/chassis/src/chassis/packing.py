"""How waiting events are packed into messages: pure.

Events of one routing key share one message in CloudEvents' batch mode. Events of one aggregate leave in order: a wave
holds of each aggregate only its first run of events that fit one message; the rest waits for the next wave.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contracts.envelope import BATCH_CONTENT_TYPE, CONTENT_TYPE

from chassis.apply import OutboxEntry


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry with the document it waits in."""

    store: str
    document_id: str
    entry: OutboxEntry


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message: events of one routing key."""

    key: str
    contents: Sequence[Waiting]

    @property
    def message_id(self) -> str:
        """Id of the first event; the events inside have their own."""
        return self.contents[0].entry.id

    @property
    def content_type(self) -> str:
        """Structured mode for one event, batch mode for several."""
        return CONTENT_TYPE if len(self.contents) == 1 else BATCH_CONTENT_TYPE

    @property
    def body(self) -> bytes:
        """The message body, UTF-8."""
        if len(self.contents) == 1:
            return self.contents[0].entry.body.encode()
        return ("[" + ",".join(item.entry.body for item in self.contents) + "]").encode()


def next_wave(waiting: Iterable[Waiting], *, events: int, size: int) -> tuple[list[Parcel], list[Waiting]]:
    """What may leave now, in parcels of at most `events` events and about `size` bytes, and what must wait for that.

    All events that one aggregate sends in a wave travel in one parcel: parcels are confirmed or fail one by one, so two
    of them could change places.
    """
    parcels: list[Parcel] = []
    later: list[Waiting] = []
    open_parcels: dict[str, _Open] = {}
    homes: dict[tuple[str, str], _Open | None] = {}
    for item in waiting:
        key, aggregate, length = item.entry.key, (item.store, item.document_id), len(item.entry.body)
        parcel = open_parcels.get(key)
        if parcel is None or len(parcel.contents) >= events or parcel.size + length > size:
            parcel = _Open([], 0)
        if homes.setdefault(aggregate, parcel) is not parcel:
            homes[aggregate] = None
            later.append(item)
            continue
        if not parcel.contents:
            parcels.append(Parcel(key, parcel.contents))
            open_parcels[key] = parcel
        parcel.contents.append(item)
        parcel.size += length
    return parcels, later


@dataclass(slots=True, eq=False)
class _Open:
    contents: list[Waiting]
    size: int
