"""Draft to database write: the one place that knows the layout of a document."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar, cast

from pymongo import InsertOne, UpdateOne

from chassis.apply import Document, Draft
from chassis.codec import StateCodec
from chassis.documents import Timer
from chassis.mongo import Json

S = TypeVar("S")

READ_PROJECTION: Json = {"outbox.body": 0, "outbox.key": 0, "timers": 0, "lookup": 0}
"""What a handler needs of a document: everything but the bodies of waiting events and what serves queries."""

TOKENS_KEPT = 8
"""How many writes a document remembers by token, so that a write whose answer got lost is recognised even when
others have followed it."""


def read_document(raw: Json, codec: StateCodec[S]) -> Document[S]:
    """Raw document to `Document`."""
    inbox = cast("list[dict[str, object]]", raw.get("inbox", []))
    outbox = cast("list[dict[str, str]]", raw.get("outbox", []))
    return Document(
        id=cast("str", raw["_id"]),
        version=cast("int", raw["v"]),
        sequence=cast("int", raw["seq"]),
        state=codec.decode(cast("Json", raw["state"])),
        inbox={cast("str", entry["id"]): cast("datetime", entry["at"]) for entry in inbox},
        pending=tuple(entry["id"] for entry in outbox),
    )


def insertion(draft: Draft[S], codec: StateCodec[S], timers: Sequence[Timer], token: str) -> Json:
    """The whole new document."""
    document: Json = {
        "_id": draft.id,
        "v": 1,
        "seq": len(draft.entries),
        "w": [token],
        **codec.fields(_state(draft)),
        "inbox": [{"id": event_id, "at": draft.now} for event_id in draft.applied],
        "outbox": [{"id": entry.id, "key": entry.key, "body": entry.body} for entry in draft.entries],
        "timers": [{"name": timer.name, "due": timer.due} for timer in timers],
    }
    if timers:
        document["next_due"] = min(timer.due for timer in timers)
    if draft.entries:
        document["ob_at"] = draft.now
    return document


def versioned_update(
    draft: Draft[S], codec: StateCodec[S], timers: Sequence[Timer], token: str, retention: timedelta
) -> tuple[Json, Json]:
    """Filter and update of one versioned write: state, timers, outbox and inbox together.

    Inbox entries are pruned only when older than dead letters may be replayed (`retention`).
    """
    base = draft.base
    if base is None:
        raise ValueError("a new document is inserted, not updated")
    assign: Json = {
        **codec.fields(_state(draft)),
        "timers": [{"name": timer.name, "due": timer.due} for timer in timers],
    }
    change: Json = {"$set": assign, "$inc": {"v": 1, "seq": len(draft.entries)}}
    if timers:
        assign["next_due"] = min(timer.due for timer in timers)
    else:
        change["$unset"] = {"next_due": ""}
    push: Json = {"w": {"$each": [token], "$slice": -TOKENS_KEPT}}
    fresh = [{"id": event_id, "at": draft.now} for event_id in draft.applied]
    kept = {event_id: at for event_id, at in base.inbox.items() if at >= draft.now - retention}
    if len(kept) < len(base.inbox):
        assign["inbox"] = [{"id": event_id, "at": at} for event_id, at in kept.items()] + fresh
    elif fresh:
        push["inbox"] = {"$each": fresh}
    if draft.entries:
        push["outbox"] = {"$each": [{"id": e.id, "key": e.key, "body": e.body} for e in draft.entries]}
        change["$min"] = {"ob_at": draft.now}
    change["$push"] = push
    return {"_id": draft.id, "v": base.version}, change


def operation(
    draft: Draft[S], codec: StateCodec[S], timers: Sequence[Timer], token: str, retention: timedelta
) -> InsertOne[Json] | UpdateOne:
    """The draft as one operation of a bulk write."""
    if draft.base is None:
        return InsertOne(insertion(draft, codec, timers, token))
    return UpdateOne(*versioned_update(draft, codec, timers, token, retention))


def operations(
    drafts: Sequence[Draft[S]],
    codec: StateCodec[S],
    timers_of: Callable[[S], Sequence[Timer]],
    token: str,
    retention: timedelta,
) -> tuple[dict[str, InsertOne[Json] | UpdateOne], dict[str, Exception]]:
    """Operations by document id, and the faults of drafts that cannot be encoded: never their neighbours' fault."""
    ready: dict[str, InsertOne[Json] | UpdateOne] = {}
    faults: dict[str, Exception] = {}
    for draft in drafts:
        try:
            timers = timers_of(_state(draft))
            ready[draft.id] = operation(draft, codec, timers, token, retention)
        except Exception as error:  # timers and state are the service's own: a fault there is this document's alone
            faults[draft.id] = error
    return ready, faults


def _state(draft: Draft[S]) -> S:
    if draft.state is None:
        raise ValueError("a draft without state cannot be written")
    return draft.state
