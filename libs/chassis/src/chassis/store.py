"""Versioned documents of one collection: every command, event and timer ends here in one write."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar, cast

from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError
from pymongo.read_concern import ReadConcern

from chassis import cursor as cursors
from chassis.apply import Document, Draft, EventFactory, OutboxEntry
from chassis.clock import Clock
from chassis.codec import Lookup, StateCodec
from chassis.documents import Change, Stored, Timer
from chassis.errors import IdempotencyMismatch, NotFound, NotStorable, PreconditionFailed, StorageUnavailable
from chassis.group_commit import DuplicateDocument, GroupCommit
from chassis.identifiers import new_id
from chassis.indexes import Fields, Index, ensure_index
from chassis.mongo import OUTAGES, UNWRITABLE, Json, MongoCollection, colliding
from chassis.patience import patiently
from chassis.tracing import current_traceparent
from chassis.writes import READ_PROJECTION, insertion, operations, read_document, versioned_update

S = TypeVar("S")

RACES = 20
"""How often an unconditional change is tried again when others keep changing the document first."""


class Nudge(Protocol):
    """The relay, as a store sees it."""

    def nudge(self, store: str, document_id: str, entries: Sequence[OutboxEntry], pending: Sequence[str]) -> None:
        """These entries are committed; `pending` were waiting in the document before them."""
        ...


@dataclass(frozen=True, slots=True)
class StorePolicy:
    """How long to wait for the database and how long to remember applied events."""

    patience: float
    inbox_retention: timedelta


@dataclass(frozen=True, slots=True)
class Loaded(Generic[S]):
    """What a bulk read found: documents by id, and the faults of those that no longer fit their type."""

    documents: Mapping[str, Document[S]]
    unreadable: Mapping[str, Exception]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a bulk write, by document id; an id in neither has been written."""

    lost: frozenset[str] = frozenset()
    """Another write came first."""
    unwritable: Mapping[str, Exception] = field(default_factory=dict)
    """Cannot be encoded, or is too large for the database."""


@dataclass(frozen=True, slots=True)
class Page(Generic[S]):
    """One page of a list; `next` is the cursor of the following one."""

    items: list[Stored[S]]
    next: str | None


class Store(Generic[S]):
    """Aggregates of one type. Raises StorageUnavailable when the database stays away longer than the patience."""

    def __init__(
        self,
        collection: MongoCollection,
        state_type: type[S],
        *,
        timers: Callable[[S], Sequence[Timer]],
        indexes: Sequence[Index | Fields],
        unique: Sequence[str],
        factory: EventFactory,
        clock: Clock,
        commit: GroupCommit,
        relay: Nudge,
        policy: StorePolicy,
        lookup: Lookup[S] | None = None,
    ) -> None:
        self.name: str = collection.name
        self.collection = collection
        self._durable = collection.with_options(read_concern=ReadConcern("majority"))
        self.codec = StateCodec(state_type, lookup)
        self.timers_of = timers
        self.indexes = indexes
        self.unique = unique
        self._factory = factory
        self._clock = clock
        self._commit = commit
        self._relay = relay
        self._policy = policy

    def type_witness(self, state: S) -> S:
        """Ties the state type to subscriptions for the type checker."""
        return state

    async def ensure_indexes(self) -> None:
        """Create what the sweepers and the queries need; safe to repeat and to race."""
        await self.collection.create_index([("ob_at", 1)], sparse=True)
        await self.collection.create_index([("next_due", 1)], sparse=True)
        for index in self.indexes:
            await ensure_index(self.collection, index)
        for name in self.unique:
            await self.collection.create_index([(name, 1)], unique=True)

    def draft(self, document_id: str, base: Document[S] | None, now: datetime) -> Draft[S]:
        """Working copy for one group of causes."""
        return Draft(id=document_id, base=base, factory=self._factory, now=now)

    async def load(self, ids: Sequence[str]) -> Loaded[S]:
        """The documents that exist, as a majority has them journaled: an event that a crash could still take back must
        not be taken for applied."""
        found = self._durable.find({"_id": {"$in": list(ids)}}, READ_PROJECTION)
        return self.read([raw async for raw in found])

    def read(self, found: Sequence[Json]) -> Loaded[S]:
        """Decode raw documents; one that no longer fits its type is told apart from its neighbours."""
        documents: dict[str, Document[S]] = {}
        unreadable: dict[str, Exception] = {}
        for raw in found:
            document_id = cast("str", raw["_id"])
            try:
                documents[document_id] = read_document(raw, self.codec)
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                unreadable[document_id] = error
        return Loaded(documents, unreadable)

    async def write(self, drafts: Sequence[Draft[S]]) -> Written:
        """Write many drafts, each by its own version. Outages propagate; the outcome is then unknown."""
        token = new_id()
        touched = [draft for draft in drafts if draft.touched]
        ready, faults = operations(touched, self.codec, self.timers_of, token, self._policy.inbox_retention)
        lost: set[str] = set()
        try:
            lost |= await self._write_bulk(ready, token)
        except OUTAGES:
            raise
        except UNWRITABLE:
            for document_id, single in ready.items():
                try:
                    lost |= await self._write_bulk({document_id: single}, token)
                except OUTAGES:
                    raise
                except UNWRITABLE as error:
                    faults[document_id] = error
        for draft in touched:
            if draft.id not in lost and draft.id not in faults:
                self._nudge(draft)
        return Written(frozenset(lost), faults)

    async def find(self, document_id: str) -> Stored[S] | None:
        """One aggregate, or None."""
        raw = await patiently(lambda: self.collection.find_one({"_id": document_id}), self._policy.patience)
        return None if raw is None else self._stored(raw)

    async def get(self, document_id: str) -> Stored[S]:
        """One aggregate; raises NotFound."""
        stored = await self.find(document_id)
        if stored is None:
            raise NotFound(id=document_id)
        return stored

    async def find_by(self, filters: Mapping[str, object]) -> Stored[S] | None:
        """The first aggregate that matches, or None; meant for unique fields."""
        raw = await patiently(lambda: self.collection.find_one(dict(filters)), self._policy.patience)
        return None if raw is None else self._stored(raw)

    async def change(
        self, document_id: str, version: int | None, command: Callable[[S, datetime], Change[S]]
    ) -> Stored[S]:
        """Apply a command. With `version` it must still be the stored one (PreconditionFailed); without, races repeat.

        Raises NotFound, NotStorable, and whatever the command raises; then nothing is written.
        """
        token = new_id()
        for _ in range(RACES):
            changed = await patiently(
                lambda: self._try_change(document_id, version, command, token), self._policy.patience
            )
            if changed is not None:
                return changed
            if version is not None:
                raise PreconditionFailed
        raise StorageUnavailable

    async def create(
        self, document_id: str, change: Change[S], fingerprint: str | None = None, now: datetime | None = None
    ) -> tuple[Stored[S], bool]:
        """Insert by group commit; durable on return. The second value is False when the same request came before.

        Raises IdempotencyMismatch when the id exists with another fingerprint, DuplicateDocument on another key.
        """
        draft: Draft[S] = self.draft(document_id, None, now or self._clock())
        draft.change(change, cause=None, trace=current_traceparent())
        document = insertion(draft, self.codec, self._timers(draft), new_id())
        if fingerprint is not None:
            document["fingerprint"] = fingerprint
        try:
            await self._commit.insert(document)
        except DuplicateDocument as duplicate:
            holder = duplicate.document
            if holder is None:
                raise
            if fingerprint is None or holder.get("fingerprint") != fingerprint:
                raise IdempotencyMismatch from duplicate
            return self._stored(holder), False
        self._nudge(draft)
        return Stored(document_id, 1, change.state), True

    async def page(
        self,
        filters: Mapping[str, object],
        *,
        sort: str,
        descending: bool = False,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[S]:
        """A page in the order (sort, _id). Raises InvalidCursor."""
        query: Json = dict(filters)
        if cursor is not None:
            query = {"$and": [query, cursors.after(sort, descending, cursor)]}
        order = -1 if descending else 1

        async def read() -> list[Json]:
            found = self.collection.find(query).sort([(sort, order), ("_id", order)]).limit(limit + 1)
            return await found.to_list(limit + 1)

        raw = await patiently(read, self._policy.patience)
        following = None
        if len(raw) > limit:
            last = raw[limit - 1]
            following = cursors.encode(_value_at(last, sort), cast("str", last["_id"]))
        return Page([self._stored(item) for item in raw[:limit]], following)

    async def _try_change(
        self, document_id: str, version: int | None, command: Callable[[S, datetime], Change[S]], token: str
    ) -> Stored[S] | None:
        raw = await self.collection.find_one({"_id": document_id}, READ_PROJECTION)
        if raw is None:
            raise NotFound(id=document_id)
        if token in cast("list[str]", raw.get("w", ())):
            return self._stored(raw)
        base = read_document(raw, self.codec)
        if version is not None and base.version != version:
            raise PreconditionFailed
        now = self._clock()
        draft = self.draft(document_id, base, now)
        draft.change(command(base.state, now), cause=None, trace=current_traceparent())
        selection, update = versioned_update(
            draft, self.codec, self._timers(draft), token, self._policy.inbox_retention
        )
        try:
            result = await self.collection.update_one(selection, update)
        except OUTAGES:
            raise
        except UNWRITABLE as error:
            raise NotStorable from error
        if result.matched_count == 0:
            return None
        self._nudge(draft)
        return Stored(document_id, base.version + 1, cast("S", draft.state))

    async def _write_bulk(self, ready: Mapping[str, InsertOne[Json] | UpdateOne], token: str) -> set[str]:
        """Ids that lost a race; what an attempt with the same token wrote before counts as written."""
        if not ready:
            return set()
        try:
            result = await self.collection.bulk_write(list(ready.values()), ordered=False)
        except BulkWriteError as error:
            colliding(error)
        else:
            if result.inserted_count + result.matched_count == len(ready):
                return set()
        return await self._lost(list(ready), token)

    async def _lost(self, ids: Sequence[str], token: str) -> set[str]:
        mine = self.collection.find({"_id": {"$in": list(ids)}, "w": token}, {"_id": 1})
        return set(ids) - {cast("str", raw["_id"]) async for raw in mine}

    def _timers(self, draft: Draft[S]) -> Sequence[Timer]:
        return [] if draft.state is None else self.timers_of(draft.state)

    def _nudge(self, draft: Draft[S]) -> None:
        if draft.entries:
            pending = draft.base.pending if draft.base is not None else ()
            self._relay.nudge(self.name, draft.id, draft.entries, pending)

    def _stored(self, raw: Json) -> Stored[S]:
        return Stored(cast("str", raw["_id"]), cast("int", raw["v"]), self.codec.decode(cast("Json", raw["state"])))


def _value_at(raw: Json, path: str) -> cursors.Sortable:
    value: object = raw
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return cast("cursors.Sortable", value)


__all__ = ["OUTAGES", "Loaded", "Nudge", "Page", "Store", "StorePolicy", "Written"]
