"""Every published event had its effect in every service that lives by it: once, neither less nor more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from contracts.events import dispatch, intake, repair, survey
from contracts.events.notification import NotificationFailed, NotificationSent
from contracts.payload import CasePayload, Payload
from contracts.subscriptions import SUBSCRIPTIONS
from survey.domain.appraisal import appraise

from tests.chaos.checks.finding import Finding
from tests.chaos.evidence import Evidence
from tests.chaos.ledger import Ledger
from tests.chaos.recorder import Event

_ALWAYS_TAKEN_BY_DISPATCH = (
    intake.CaseOpened,
    repair.RepairOpened,
    repair.RepairClosed,
    survey.FollowUpCompleted,
)
"""Its other events may come too late and are then passed over."""
Line = tuple[str, datetime]


def inboxes_hold_each_event_once(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """In every document of every service; and only events that were really published."""
    known = {event.id for event in evidence.recorded.events}
    findings: list[Finding] = []
    for store, shelf in evidence.shelves().items():
        for held in shelf.values():
            twice = [event_id for event_id, count in Counter(held.inbox).items() if count > 1]
            if twice:
                findings.append(Finding("doubled", f"{store} {held.id} applied twice: {twice}"))
            strange = set(held.inbox) - known
            if strange:
                findings.append(Finding("lost", f"{store} {held.id} applied what nobody saw: {sorted(strange)}"))
    return findings


def timelines_tell_all(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """Intake notes every event of the case, and its own, exactly once."""
    taken, own = _of(evidence, SUBSCRIPTIONS["intake"]), _own(evidence)
    findings: list[Finding] = []
    for case, held in evidence.cases.items():
        findings += _compare(f"inbox of case {case}", held.inbox, (event.id for event in taken[case]))
        lines = Counter[Line]((line.what, line.at) for line in held.state.timeline)
        expected = Counter[Line]((event.data.TYPE, event.time) for event in [*taken[case], *own[case]])
        findings += [Finding("doubled", f"timeline of {case} tells too often {what}") for what, _ in lines - expected]
        findings += [Finding("lost", f"timeline of {case} lacks {what}") for what, _ in expected - lines]
    return findings


def assignments_took_all(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """What dispatch always takes is in the inbox of the case's assignment."""
    taken = _of(evidence, _ALWAYS_TAKEN_BY_DISPATCH)
    return [
        Finding("lost", f"assignment {case} never took {event.data.TYPE}")
        for case, held in evidence.assignments.items()
        for event in taken[case]
        if event.id not in held.inbox
    ]


def reactions_exist_once(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """One repair order, follow-up, improvement and appraisal entry for each occasion, and none without.

    A withdrawal, and a return of the case, may overtake what it calls off: it leaves a cancelled one in its place.
    """
    data = [event.data for event in evidence.recorded.events]
    resolved = {f"{told.case_id}:{told.round}" for told in data if isinstance(told, dispatch.CaseResolved)}
    withdrawn = {f"{told.case_id}:{told.round}" for told in data if isinstance(told, intake.CaseWithdrawn)}
    returned = {f"{told.case_id}:{told.round - 1}" for told in data if isinstance(told, intake.CaseReopened)}
    completed = [told for told in data if isinstance(told, survey.FollowUpCompleted)]
    unsatisfied = {f"{told.case_id}:{told.round}" for told in completed if told.satisfied is False}
    earned = {f"{told.case_id}:{told.round}:follow_up" for told in completed if appraise(told.satisfied, told.answers)}
    overdue = [told for told in data if isinstance(told, dispatch.TaskOverdue)]
    late = {f"{told.case_id}:{told.round}:{told.step}:overdue" for told in overdue}
    return [
        *_compare("repair orders", evidence.repairs, _rounds_to_repair(data) | withdrawn),
        *_compare("follow-ups", evidence.follow_ups, resolved | withdrawn | returned),
        *_compare("improvements", evidence.improvements, unsatisfied),
        *_compare("appraisal entries", evidence.appraisals, earned | late),
    ]


def every_type_has_a_consumer(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """What no service is bound to would end in the queue of unrouted messages."""
    consumed = {event.TYPE for events in SUBSCRIPTIONS.values() for event in events}
    published = {event.data.TYPE for event in evidence.recorded.events}
    return [Finding("dead", f"nobody consumes {name}") for name in sorted(published - consumed)]


def _rounds_to_repair(data: Iterable[Payload]) -> set[str]:
    asking = (dispatch.TaskAssigned, dispatch.TaskReplied)
    return {f"{told.case_id}:{told.round}" for told in data if isinstance(told, asking) and told.repair_required}


def _of(evidence: Evidence, kinds: Sequence[type[Payload]]) -> defaultdict[str, list[Event]]:
    """Events of these kinds by case, messages to staff left out."""
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in evidence.recorded.events:
        data = event.data
        internal = isinstance(data, NotificationSent | NotificationFailed) and not data.addressee.startswith("customer")
        if isinstance(data, tuple(kinds)) and isinstance(data, CasePayload) and not internal:
            found[data.case_id].append(event)
    return found


def _own(evidence: Evidence) -> defaultdict[str, list[Event]]:
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in evidence.recorded.events:
        if event.data.PUBLISHER == "intake":
            found[event.subject].append(event)
    return found


def _compare(name: str, actual: Iterable[str], expected: Iterable[str]) -> list[Finding]:
    there, wanted = Counter(iter(actual)), Counter(iter(expected))
    return [
        *(Finding("lost", f"{name}: {missing} is missing") for missing in wanted - there),
        *(Finding("doubled", f"{name}: {extra} is too many") for extra in there - wanted),
    ]
