"""What the five databases and the broker hold at the end, read directly."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast

from chassis.codec import StateCodec
from dispatch.domain.assignment import Assignment
from intake.domain.case import Case
from notification.domain.contact import Contact
from notification.domain.notification import Notification
from pymongo import MongoClient
from pymongo.database import Database
from repair.domain.repair_order import RepairOrder
from survey.domain.appraisal import AppraisalEntry
from survey.domain.follow_up import FollowUp
from survey.domain.improvement import Improvement

from tests.chaos.recorder import Recorded

S = TypeVar("S")
Raw = dict[str, object]

STORES: Mapping[str, tuple[str, ...]] = {
    "intake": ("cases",),
    "dispatch": ("assignments",),
    "repair": ("repair_orders",),
    "survey": ("follow_ups", "improvements", "appraisals"),
    "notification": ("contacts", "notifications"),
}


@dataclass(frozen=True, slots=True)
class Held(Generic[S]):
    """A document: `sequence` counts the events it has ever made, `outbox` are ids still to be published."""

    id: str
    sequence: int
    inbox: tuple[str, ...]
    outbox: tuple[str, ...]
    state: S


Shelf = Mapping[str, Held[S]]
"""Documents of one collection by id."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the checks judge by."""

    recorded: Recorded
    graves: Mapping[str, int]
    message_ids: tuple[str, ...]
    """Message-ID of every e-mail that the mail server took, in the order of arrival, repetitions included."""
    cases: Shelf[Case]
    assignments: Shelf[Assignment]
    repairs: Shelf[RepairOrder]
    follow_ups: Shelf[FollowUp]
    improvements: Shelf[Improvement]
    appraisals: Shelf[AppraisalEntry]
    contacts: Shelf[Contact]
    notifications: Shelf[Notification]

    def shelves(self) -> Mapping[str, Mapping[str, Held[object]]]:
        """All collections by name."""
        found = {
            "cases": self.cases,
            "assignments": self.assignments,
            "repair_orders": self.repairs,
            "follow_ups": self.follow_ups,
            "improvements": self.improvements,
            "appraisals": self.appraisals,
            "contacts": self.contacts,
            "notifications": self.notifications,
        }
        return cast("Mapping[str, Mapping[str, Held[object]]]", found)


def read(url: str, recorded: Recorded, graves: Mapping[str, int], mail: Path) -> Evidence:
    """All of it; the system must be quiet."""
    with MongoClient[Raw](url, tz_aware=True) as client:
        return Evidence(
            recorded=recorded,
            graves=graves,
            message_ids=_message_ids(mail),
            cases=_shelf(client["aftersales_intake"], "cases", Case),
            assignments=_shelf(client["aftersales_dispatch"], "assignments", Assignment),
            repairs=_shelf(client["aftersales_repair"], "repair_orders", RepairOrder),
            follow_ups=_shelf(client["aftersales_survey"], "follow_ups", FollowUp),
            improvements=_shelf(client["aftersales_survey"], "improvements", Improvement),
            appraisals=_shelf(client["aftersales_survey"], "appraisals", AppraisalEntry),
            contacts=_shelf(client["aftersales_notification"], "contacts", Contact),
            notifications=_shelf(client["aftersales_notification"], "notifications", Notification),
        )


def unfinished(url: str) -> dict[str, int]:
    """By collection, documents that still have an event to publish, its age to forget, or a timer to fire."""
    waiting: Raw = {
        "$or": [{"outbox.0": {"$exists": True}}, *({name: {"$exists": True}} for name in ("ob_at", "next_due"))]
    }
    with MongoClient[Raw](url, tz_aware=True, serverSelectionTimeoutMS=5_000) as client:
        return {
            name: count
            for service, names in STORES.items()
            for name in names
            if (count := client[f"aftersales_{service}"][name].count_documents(waiting))
        }


def _shelf(database: Database[Raw], name: str, kind: type[S]) -> Shelf[S]:
    codec = StateCodec(kind)
    return {held.id: held for held in (_held(raw, codec) for raw in database[name].find())}


def _held(raw: Raw, codec: StateCodec[S]) -> Held[S]:
    def ids(field: str) -> tuple[str, ...]:
        return tuple(str(entry["id"]) for entry in cast("list[Raw]", raw.get(field, [])))

    state = codec.decode(cast("Raw", raw["state"]))
    return Held(str(raw["_id"]), cast("int", raw["seq"]), ids("inbox"), ids("outbox"), state)


def _message_ids(mail: Path) -> tuple[str, ...]:
    return tuple(
        line.partition(b":")[2].strip().decode()
        for file in sorted(mail.glob("*.eml"))
        for line in file.read_bytes().splitlines()
        if line.lower().startswith(b"message-id:")
    )
