"""What dispatch says to and of the departments behind the front desk (R8): 8D records and digests of their feeds."""

from typing import ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from contracts.payload import Address, CasePayload, Instant, Name, Payload, Text, example

Discipline = Literal["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"]

_ACTION: JsonDict = {
    "case_id": "0b5f",
    "number": "2603-000017-4",
    "corrective_action_id": "8d-1",
    "case_ids": ["0b5f", "1c6a"],
    "title": "Leaks at the lower joint",
    "team": "quality",
    "owner": "staff:tang",
}


class CorrectiveAction(CasePayload):
    """An 8D record. It may span several cases: `case_id` is the first of `case_ids`."""

    corrective_action_id: Name
    case_ids: list[Name] = Field(min_length=1)
    title: Name
    team: Name
    owner: Address


class CapaOpened(CorrectiveAction):
    """A corrective action was begun; D1 is due first."""

    model_config = example(
        **_ACTION, due_at="2026-03-04T09:00:00Z", opened_by="staff:quality-lead", opened_at="2026-03-03T09:00:00Z"
    )
    TYPE: ClassVar[str] = "capa.opened"
    PUBLISHER: ClassVar[str] = "dispatch"

    due_at: Instant
    opened_by: Name
    opened_at: Instant


class CapaReminded(CorrectiveAction):
    """A fraction of a discipline's limit is used up."""

    model_config = example(
        **_ACTION, discipline="D3", fraction=0.8, due_at="2026-03-04T09:00:00Z", reminded_at="2026-03-04T07:00:00Z"
    )
    TYPE: ClassVar[str] = "capa.reminded"
    PUBLISHER: ClassVar[str] = "dispatch"

    discipline: Discipline
    fraction: float = Field(gt=0)
    due_at: Instant
    reminded_at: Instant


class CapaOverdue(CorrectiveAction):
    """A discipline is late: `level` of the chain is told, 1 at the limit itself; each level once."""

    model_config = example(
        **_ACTION,
        discipline="D3",
        level=1,
        addressee="role:team_lead",
        due_at="2026-03-04T09:00:00Z",
        overdue_at="2026-03-04T09:00:00Z",
    )
    TYPE: ClassVar[str] = "capa.overdue"
    PUBLISHER: ClassVar[str] = "dispatch"

    discipline: Discipline
    level: int = Field(ge=1)
    addressee: Address
    due_at: Instant
    overdue_at: Instant


class CapaHandedOver(CorrectiveAction):
    """The record has another owner, with a note: somebody is away, or back; `discipline` is due next."""

    model_config = example(
        **_ACTION,
        discipline="D3",
        due_at="2026-03-04T09:00:00Z",
        previous="staff:zhao",
        note="absent from 2026-03-03T00:00:00+08:00 to 2026-03-09T00:00:00+08:00; deputy of staff:zhao",
        by="dispatch",
        handed_over_at="2026-03-03T00:00:00+08:00",
    )
    TYPE: ClassVar[str] = "capa.handed_over"
    PUBLISHER: ClassVar[str] = "dispatch"

    discipline: Discipline
    due_at: Instant
    previous: Address
    note: Text
    by: Name
    handed_over_at: Instant


class CapaCompleted(CorrectiveAction):
    """All eight disciplines stand and the effect is proven."""

    model_config = example(
        **_ACTION,
        root_cause="the supplier changed the seal",
        corrective_action="incoming inspection of seals",
        evidence="no leak in 200 units",
        by="staff:tang",
        completed_at="2026-04-20T09:00:00Z",
    )
    TYPE: ClassVar[str] = "capa.completed"
    PUBLISHER: ClassVar[str] = "dispatch"

    root_cause: Text
    corrective_action: Text
    evidence: Text
    by: Name
    completed_at: Instant


class FeedDigestDue(Payload):
    """What came to a team since the last digest, counted for one subscriber; about no single case."""

    model_config = example(
        subscription_id="feed-1",
        subscriber="staff:tang",
        team="quality",
        every="daily",
        since="2026-03-02T00:30:00Z",
        until="2026-03-03T00:30:00Z",
        total=3,
        by_category={"product_quality": 3},
        by_product={"WH-80": 3},
    )
    TYPE: ClassVar[str] = "feed.digest_due"
    PUBLISHER: ClassVar[str] = "dispatch"

    subscription_id: Name
    subscriber: Address
    team: Name
    every: Literal["daily", "weekly"]
    since: Instant
    until: Instant
    total: int = Field(ge=0)
    by_category: dict[str, int] = Field(default_factory=dict)
    by_product: dict[str, int] = Field(default_factory=dict)
