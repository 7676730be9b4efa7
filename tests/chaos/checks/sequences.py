"""Every event that an aggregate ever made was published under its own number, 1 to n; and none was made twice."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tests.chaos.checks.finding import Finding
from tests.chaos.evidence import Evidence
from tests.chaos.ledger import Ledger
from tests.chaos.recorder import Event

_STORES: Mapping[str, str] = MappingProxyType(
    {
        "intake": "cases",
        "dispatch": "assignments",
        "repair": "repair_orders",
        "notification": "notifications",
        "survey:follow_up": "follow_ups",
        "survey:improvement": "improvements",
        "survey:appraisal": "appraisals",
    }
)
_ONCE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "case.opened": ("case_id",),
        "case.classified": ("case_id",),
        "case.withdrawn": ("case_id", "round"),
        "case.reopened": ("case_id", "round"),
        "case.closed": ("case_id", "round"),
        "case.resolved": ("case_id", "round"),
        "task.assigned": ("case_id", "round", "step"),
        "task.accepted": ("case_id", "round", "step"),
        "task.replied": ("case_id", "round", "step"),
        "task.communicated": ("case_id", "round", "step"),
        "task.reminded": ("case_id", "round", "step", "fraction"),
        "task.overdue": ("case_id", "round", "step"),
        "task.escalated": ("case_id", "round", "step", "level"),
        "repair.opened": ("repair_id",),
        "repair.planned": ("repair_id", "revision"),
        "repair.completed": ("repair_id", "attempt"),
        "repair.confirmed": ("repair_id", "attempt"),
        "repair.closed": ("repair_id",),
        "follow_up.scheduled": ("follow_up_id",),
        "follow_up.overdue": ("follow_up_id",),
        "follow_up.completed": ("follow_up_id",),
        "improvement.opened": ("improvement_id",),
        "improvement.overdue": ("improvement_id", "addressee"),
        "appraisal.recorded": ("appraisal_id",),
        "notification.sent": ("notification_id",),
    }
)
"""What may happen once only, by the fields that tell one occurrence from another."""


def store_of(event: Event) -> str:
    """Collection of the aggregate that made the event; a follow-up and an improvement share their id."""
    publisher = event.data.PUBLISHER
    return _STORES.get(publisher) or _STORES[f"{publisher}:{event.data.TYPE.partition('.')[0]}"]


def every_event_was_published(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """Numbers 1 to n without a gap, n as the document counts, and no number for two events."""
    published: dict[tuple[str, str], list[int]] = defaultdict(list)
    for event in evidence.recorded.events:
        published[store_of(event), event.subject].append(event.sequence)
    findings = [Finding("lost", f"unreadable event: {reason}") for reason in evidence.recorded.unreadable]
    findings += [Finding("doubled", f"two events share the id {twin}") for twin in evidence.recorded.twins]
    for store, shelf in evidence.shelves().items():
        for held in shelf.values():
            findings += _judge(f"{store} {held.id}", published.pop((store, held.id), []), held.sequence)
            if held.outbox:
                findings.append(Finding("lost", f"{store} {held.id} still holds {len(held.outbox)} events"))
    findings += [Finding("lost", f"{store} {subject} published, but is not there") for store, subject in published]
    return findings


def nothing_happened_twice(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """The same occurrence under two event ids would be a doubled effect."""
    seen: Counter[tuple[str, ...]] = Counter()
    for event in evidence.recorded.events:
        fields = _ONCE.get(event.data.TYPE)
        if fields is not None:
            seen[event.data.TYPE, *(str(getattr(event.data, name)) for name in fields)] += 1
    return [Finding("doubled", f"{' '.join(what)} happened {n} times") for what, n in seen.items() if n > 1]


def _judge(name: str, sequences: Sequence[int], made: int) -> list[Finding]:
    counted = Counter(sequences)
    missing = [number for number in range(1, made + 1) if number not in counted]
    extra = sorted(number for number, count in counted.items() if number > made or count > 1)
    findings = [Finding("lost", f"{name} never published {missing} of {made}")] if missing else []
    return findings + ([Finding("doubled", f"{name} published {extra} beside 1 to {made}")] if extra else [])
