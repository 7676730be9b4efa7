"""Repair orders in every status, made by the moves themselves."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from repair.domain import judgement, opening, work
from repair.domain.records import Check, Measurement, ReplacedPart
from repair.domain.repair_order import CaseRound, RepairOrder, Request
from repair.domain.vocabulary import Status

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TECHNICIAN = "staff:tang"
REQUEST = Request(
    case_id="0b5f",
    number="2603-000017-4",
    round=1,
    team="quality",
    responsible="staff:wang",
    customer_id="C-1001",
    customer_name="Hangzhou Pump Works",
    description="leaks at the lower joint",
    product_model="WH-80",
    product_serial="WH80-0001",
)
PASSED = Check(name="tightness", passed=True, measurement=Measurement(0.6, "MPa"), remark=None)
FAILED = Check(name="temperature", passed=False, measurement=None, remark="never hot")


def draft(reason: str | None = None, technician: str = TECHNICIAN) -> work.PlanDraft:
    """A plan to sign."""
    return work.PlanDraft(
        technician=technician,
        steps=("close the water", "replace the seal"),
        tools=("wrench",),
        materials=("SEAL-12",),
        estimated_minutes=45,
        planned_for=NOW + timedelta(days=1),
        reason=reason,
    )


def done(minutes: int = 40, part: str = "SEAL-12", at: datetime | None = None) -> work.WorkDone:
    """A piece of work to sign."""
    return work.WorkDone(
        what="replaced the seal",
        minutes=minutes,
        parts=(ReplacedPart(part, 1, old_part_returned=True),),
        findings=None,
        done_at=at,
    )


def opened() -> RepairOrder:
    """Just opened."""
    return opening.open_order(REQUEST, NOW)[0]


def planned() -> RepairOrder:
    """With its first plan."""
    return work.plan(opened(), draft(), TECHNICIAN, NOW)[0]


def in_progress() -> RepairOrder:
    """With one log entry."""
    return work.log(planned(), done(), TECHNICIAN, NOW)[0]


def tested(*checks: Check) -> RepairOrder:
    """With one test, passed unless told otherwise."""
    return work.verify(in_progress(), checks or (PASSED,), TECHNICIAN, NOW)[0]


def completed() -> RepairOrder:
    """Waiting for the customer."""
    return work.complete(tested(), "seal replaced", TECHNICIAN, NOW)[0]


def rejected() -> RepairOrder:
    """Sent back by the customer."""
    return judgement.reject(completed(), "still drips", TECHNICIAN, NOW)[0]


def closed() -> RepairOrder:
    """Confirmed."""
    return judgement.confirm(completed(), "on_site", None, TECHNICIAN, NOW)[0]


def cancelled() -> RepairOrder:
    """Called off."""
    return opening.cancel(opened(), "solved it myself", "customer:C-1001", NOW)[0]


def forestalled() -> RepairOrder:
    """Cancelled before it was opened."""
    return opening.forestall(CaseRound("0b5f", "2603-000017-4", 1), "solved it myself", "customer:C-1001", NOW)[0]


def in_every_status() -> Mapping[Status, RepairOrder]:
    """One order per status."""
    return {
        "opened": opened(),
        "planned": planned(),
        "in_progress": in_progress(),
        "tested": tested(),
        "completed": completed(),
        "rejected": rejected(),
        "closed": closed(),
        "cancelled": cancelled(),
    }
