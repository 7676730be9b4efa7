"""The clocks: every overdue step climbed its whole ladder, each rung once, in order, never early."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from contracts.events.dispatch import TaskEscalated, TaskOverdue, TaskReminded
from contracts.events.survey import FollowUpOverdue, ImprovementOverdue
from dispatch.domain.step_run import StepRun

from tests.chaos.checks.finding import Finding
from tests.chaos.evidence import Evidence
from tests.chaos.ledger import Ledger
from tests.chaos.recorder import Event

Key = tuple[str, int, str]
"""Case, round and step."""


def steps_climbed_their_ladders(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """Reminders, the limit, then each level of the chain, for every step that ever ran."""
    climbed = _climbed(evidence.recorded.events)
    findings: list[Finding] = []
    for case, held in evidence.assignments.items():
        assignment = held.state
        for run in (*assignment.finished, *((assignment.running,) if assignment.running else ())):
            events = climbed.pop((case, run.round, run.level.step), [])
            name = f"{case} round {run.round} step {run.level.step}"
            findings += [Finding("escalation", f"{name}: {fault}") for fault in _faults(run, events)]
    findings += [Finding("escalation", f"{key} climbed, but never ran") for key in climbed]
    return findings


def nobody_was_late_too_early(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """Follow-ups and improvements: not before they are due, and each level of an open improvement in order."""
    findings: list[Finding] = []
    levels: dict[str, list[str]] = defaultdict(list)
    for event in _in_order(evidence.recorded.events):
        data = event.data
        if isinstance(data, FollowUpOverdue | ImprovementOverdue) and event.time < data.due_at:
            findings.append(Finding("escalation", f"{data.TYPE} of {event.subject} came before it was due"))
        if isinstance(data, ImprovementOverdue):
            levels[data.improvement_id].append(data.addressee)
    for improvement, held in evidence.improvements.items():
        chain = [level.addressee for level in held.state.rules.escalation]
        if levels[improvement] != chain and held.state.status == "open":
            findings.append(Finding("escalation", f"improvement {improvement} told {levels[improvement]}, not {chain}"))
    unasked = [held for held in evidence.follow_ups.values() if held.state.status == "scheduled"]
    findings += [
        Finding("escalation", f"follow-up {h.id} never became late") for h in unasked if not h.state.overdue_at
    ]
    return findings


def _faults(run: StepRun, events: Sequence[Event]) -> Iterator[str]:
    reminded = [event for event in events if isinstance(event.data, TaskReminded)]
    overdue = [event for event in events if isinstance(event.data, TaskOverdue)]
    escalated = [event for event in events if isinstance(event.data, TaskEscalated)]
    yield from _early(run, reminded, overdue, escalated)
    told = [(e.data.level, e.data.escalated_to) for e in escalated if isinstance(e.data, TaskEscalated)]
    chain = [(level, rung.to) for level, rung in enumerate(run.level.escalations, start=1)]
    fractions = [event.data.fraction for event in reminded if isinstance(event.data, TaskReminded)]
    if told != chain[: len(told)]:
        yield f"escalated {told}, the chain is {chain}"
    if fractions != list(run.level.reminders[: len(fractions)]):
        yield f"reminded at {fractions}, not {run.level.reminders}"
    if [level.level for level in run.escalated] != [level for level, _ in told]:
        yield f"the assignment knows {len(run.escalated)} levels, {len(told)} were told"
    if run.outcome is None and (told != chain or len(overdue) != 1):
        yield f"left alone, told overdue {len(overdue)} times and escalated only {told}"
    if run.outcome == "missed" and len(overdue) != 1:
        yield f"missed, told overdue {len(overdue)} times"
    if escalated and (not overdue or overdue[0].sequence > escalated[0].sequence):
        yield "escalated before it was overdue"


def _early(
    run: StepRun, reminded: Sequence[Event], overdue: Sequence[Event], escalated: Sequence[Event]
) -> Iterator[str]:
    for event in overdue:
        if event.time < run.due_at:
            yield f"overdue at {event.time}, due {run.due_at}"
    for event, rung in zip(escalated, run.level.escalations, strict=False):
        if event.time < _at(run, rung.at):
            yield f"level told at {event.time}, due {_at(run, rung.at)}"
    for event, fraction in zip(reminded, run.level.reminders, strict=False):
        if event.time < _at(run, fraction):
            yield f"reminded at {event.time}, due {_at(run, fraction)}"


def _at(run: StepRun, fraction: float) -> datetime:
    """By plain arithmetic: the demonstration's calendars never close. One millisecond is rounding."""
    return run.started_at + timedelta(seconds=fraction * run.level.limit_seconds, milliseconds=-1)


def _climbed(events: Sequence[Event]) -> dict[Key, list[Event]]:
    found: dict[Key, list[Event]] = defaultdict(list)
    for event in _in_order(events):
        data = event.data
        if isinstance(data, TaskReminded | TaskOverdue | TaskEscalated):
            found[data.case_id, data.round, data.step].append(event)
    return found


def _in_order(events: Sequence[Event]) -> Sequence[Event]:
    return sorted(events, key=lambda event: (event.subject, event.sequence))
