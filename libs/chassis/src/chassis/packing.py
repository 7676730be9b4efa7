"""How waiting events are packed into messages: pure.

Events of one routing key share one message in CloudEvents' batch mode. Events of one aggregate leave in order: a wave
holds of each aggregate only its first run of events with one routing key; the rest waits for the next wave.
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


def split_wave(waiting: Iterable[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
    """What may leave now, and what must wait until that is confirmed."""
    now: list[Waiting] = []
    later: list[Waiting] = []
    leading: dict[tuple[str, str], str | None] = {}
    for item in waiting:
        aggregate = (item.store, item.document_id)
        key = leading.setdefault(aggregate, item.entry.key)
        if key == item.entry.key:
            now.append(item)
        else:
            leading[aggregate] = None
            later.append(item)
    return now, later


def pack(wave: Iterable[Waiting], *, events: int, size: int) -> list[Parcel]:
    """Parcels of at most `events` events and about `size` bytes each."""
    parcels: list[Parcel] = []
    open_parcels: dict[str, tuple[list[Waiting], int]] = {}
    for item in wave:
        key = item.entry.key
        contents, bytes_so_far = open_parcels.get(key, ([], 0))
        length = len(item.entry.body)
        if contents and (len(contents) >= events or bytes_so_far + length > size):
            parcels.append(Parcel(key, contents))
            contents, bytes_so_far = [], 0
        contents.append(item)
        open_parcels[key] = (contents, bytes_so_far + length)
    parcels.extend(Parcel(key, contents) for key, (contents, _) in open_parcels.items() if contents)
    return parcels
