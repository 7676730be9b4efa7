"""An outbox collection and a broker in memory, for the relay's order."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import cast

from chassis.apply import OutboxEntry
from chassis.mongo import MongoCollection
from chassis.publisher import Publisher, PublishFailed
from contracts.envelope import BATCH_CONTENT_TYPE


@dataclass
class FakeOutbox:
    """Documents' outboxes; understands the relay's two operations."""

    documents: dict[str, list[OutboxEntry]] = field(default_factory=dict)
    failures: list[Exception] = field(default_factory=list)

    def with_options(self, **_: object) -> "FakeOutbox":
        return self

    async def bulk_write(self, operations: list[object], *, ordered: bool) -> None:
        assert ordered
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop()
        pull = cast("dict[str, dict[str, dict[str, dict[str, list[str]]]]]", operations[-1]._doc)  # type: ignore[attr-defined]
        gone = set(pull["$pull"]["outbox"]["id"]["$in"])
        for document_id, entries in self.documents.items():
            self.documents[document_id] = [entry for entry in entries if entry.id not in gone]

    def as_collection(self) -> MongoCollection:
        return cast("MongoCollection", self)


@dataclass
class FakeBroker:
    """Takes messages, or fails by plan: True in `plan` lets one pass; an empty plan lets all pass.

    A failing one may be in the broker nevertheless (`unsure`).
    """

    plan: list[bool] = field(default_factory=list)
    unsure: bool = False
    is_open: bool = True
    arrived: list[str] = field(default_factory=list)

    async def to_exchange(self, key: str, body: bytes, *, message_id: str, content_type: str) -> None:
        passes = self.plan.pop(0) if self.plan else True
        await asyncio.sleep(0)
        if passes or self.unsure:
            self.arrived += _ids(body, content_type)
        if not passes:
            raise PublishFailed(message_id)

    def as_publisher(self) -> Publisher:
        return cast("Publisher", self)


def _ids(body: bytes, content_type: str) -> list[str]:
    decoded = json.loads(body)
    events = decoded if content_type == BATCH_CONTENT_TYPE else [decoded]
    return [event["id"] for event in events]
