"""The technician's part: plan, work with a log, test, declare done (R4, R5)."""

from dataclasses import dataclass, replace
from datetime import datetime

from repair.domain.errors import NotYetDone, ReplanReasonMissing, TestsNotPassed
from repair.domain.facts import Completed, Fact, Planned
from repair.domain.moves import require_allowed, require_room
from repair.domain.records import Check, Completion, LogEntry, Plan, ReplacedPart, Verification
from repair.domain.repair_order import RepairOrder


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan before it is signed. `reason` is needed when it replaces a plan, not after a rejection, which is one."""

    technician: str
    steps: tuple[str, ...]
    tools: tuple[str, ...]
    materials: tuple[str, ...]
    estimated_minutes: int
    planned_for: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class WorkDone:
    """A piece of work before it is signed; without `done_at` it was done just now."""

    what: str
    minutes: int
    parts: tuple[ReplacedPart, ...]
    findings: str | None
    done_at: datetime | None


def plan(order: RepairOrder, draft: PlanDraft, by: str, now: datetime) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """Sets the plan, or replaces it on new findings; tests made before no longer count.

    Raises `MoveForbidden`, `ReplanReasonMissing`, `OrderFull`.
    """
    require_allowed(order, "plan")
    require_room(len(order.plans), "plans")
    if order.status not in {"opened", "rejected"} and not draft.reason:
        raise ReplanReasonMissing
    planned = Plan(
        revision=len(order.plans) + 1,
        attempt=order.attempt,
        technician=draft.technician,
        steps=draft.steps,
        tools=draft.tools,
        materials=draft.materials,
        estimated_minutes=draft.estimated_minutes,
        planned_for=draft.planned_for,
        reason=draft.reason,
        by=by,
        at=now,
    )
    changed = replace(order, status="planned", technician=draft.technician, plans=(*order.plans, planned))
    return changed, (Planned(planned),)


def log(order: RepairOrder, work: WorkDone, by: str, now: datetime) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """Adds a log entry; work after a test means that the unit has to be tested again.

    Raises `MoveForbidden`, `NotYetDone`, `OrderFull`.
    """
    require_allowed(order, "log")
    require_room(len(order.log), "log")
    if work.done_at is not None and work.done_at > now:
        raise NotYetDone(done_at=work.done_at.isoformat())
    entry = LogEntry(
        attempt=order.attempt,
        done_at=work.done_at or now,
        what=work.what,
        minutes=work.minutes,
        parts=work.parts,
        findings=work.findings,
        by=by,
        at=now,
    )
    return replace(order, status="in_progress", log=(*order.log, entry)), ()


def verify(
    order: RepairOrder, checks: tuple[Check, ...], by: str, now: datetime
) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """Records a test, passed or not; only the last one counts. Raises `MoveForbidden`, `OrderFull`."""
    require_allowed(order, "test")
    require_room(len(order.verifications), "verifications")
    verification = Verification(attempt=order.attempt, checks=checks, by=by, at=now)
    return replace(order, status="tested", verifications=(*order.verifications, verification)), ()


def complete(order: RepairOrder, summary: str, by: str, now: datetime) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """Declares the attempt done, so that the customer can judge. Raises `MoveForbidden`, `TestsNotPassed`."""
    require_allowed(order, "complete")
    failed = order.verifications[-1].failed
    if failed:
        raise TestsNotPassed(failed=", ".join(failed))
    completion = Completion(attempt=order.attempt, summary=summary, by=by, at=now)
    return replace(order, status="completed", completions=(*order.completions, completion)), (Completed(completion),)
