"""What happened between two looks at the world, one line each."""

from collections.abc import Iterator
from dataclasses import dataclass

from localstack.demo.views import Assignment, Case, FollowUp, Improvement, Repair, StepRun
from localstack.demo.world import World

_REPAIRS = {
    "opened": "repair order opened",
    "planned": "repair planned by {technician}",
    "in_progress": "repair under way, parts logged",
    "tested": "repaired unit tested",
    "completed": "repair done, the customer judges (attempt {attempt})",
    "rejected": "REJECTED by the customer: repair begins again",
    "closed": "repair confirmed by the customer",
    "cancelled": "repair cancelled",
}
_SHOWN = 40
_STATUSES = {
    "reopened": "REOPENED: round {round}",
    "closed": "closed ({outcome})",
    "withdrawn": "withdrawn",
    "resolved": "resolved",
}


@dataclass(frozen=True)
class News:
    """Something that happened to the case with this number; `grave` when somebody should look."""

    number: str
    text: str
    grave: bool = False


def news_between(before: World, after: World) -> list[News]:
    """News about cases, in the order accepted, classified and worked on, asked, closed."""
    return [
        *_accepted(before, after),
        *(
            item
            for assignment in after.assignments.values()
            for item in _of_assignment(before.assignments.get(assignment.id), assignment)
        ),
        *(item for repair in after.repairs.values() for item in _of_repair(before.repairs.get(repair.id), repair)),
        *(item for ask in after.follow_ups.values() for item in _of_follow_up(before.follow_ups.get(ask.id), ask)),
        *(item for task in after.improvements.values() for item in _of_task(before.improvements.get(task.id), task)),
        *(item for case in after.cases.values() for item in _of_case(before.cases.get(case.id), case)),
    ]


def _accepted(before: World, after: World) -> Iterator[News]:
    for case in after.cases.values():
        if case.id not in before.cases:
            yield News(case.number, f"accepted: {case.product.name or '-'}: {_beginning(case.description)}")


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."


def _of_case(old: Case | None, case: Case) -> Iterator[News]:
    if old is not None and old.status != case.status and case.status in _STATUSES:
        text = _STATUSES[case.status].format(round=case.round, outcome=case.outcome)
        yield News(case.number, text, grave=case.status == "reopened")


def _of_assignment(old: Assignment | None, new: Assignment) -> Iterator[News]:
    if old is None or old.classification != new.classification or len(old.steps) == 0:
        yield News(new.number, _class(new))
    known = {(run.round, run.step, run.started_at): run for run in (old.steps if old else ())}
    for run in new.steps:
        yield from _of_step(known.get((run.round, run.step, run.started_at)), run, new.number)


def _class(assignment: Assignment) -> str:
    found = assignment.classification
    if found.sure:
        how = f"by {found.by}" if found.rule is None else f"rule {found.rule}, {found.confidence:.2f}"
        return f"classified {found.category} -> {found.team} ({how})"
    return f"not sure ({found.category}? {found.confidence:.2f}): manual queue of the front desk"


def _of_step(old: StepRun | None, run: StepRun, number: str) -> Iterator[News]:
    if old is None:
        yield News(number, f"step {run.step} -> {run.responsible}, limit {run.limit_seconds} s")
    elif old.responsible != run.responsible:
        yield News(number, f"step {run.step} -> {run.responsible}")
    if run.accepted_at and not (old and old.accepted_at):
        yield News(number, f"step {run.step} accepted by {run.responsible}")
    if run.reminders_sent > (old.reminders_sent if old else 0):
        yield News(number, f"reminder {run.reminders_sent} to {run.responsible}")
    if run.overdue_at and not (old and old.overdue_at):
        yield News(number, f"step {run.step} OVERDUE at {run.responsible}", grave=True)
    for escalation in run.escalated[len(old.escalated) if old else 0 :]:
        yield News(number, f"ESCALATED to level {escalation.level}: {escalation.to}", grave=True)
    if run.outcome and not (old and old.outcome):
        yield News(number, f"step {run.step} {run.outcome}")


def _of_repair(old: Repair | None, repair: Repair) -> Iterator[News]:
    if old is None or old.status != repair.status:
        text = _REPAIRS.get(repair.status, repair.status).format(technician=repair.technician, attempt=repair.attempt)
        yield News(repair.request.number, text, grave=repair.status == "rejected")


def _of_follow_up(old: FollowUp | None, ask: FollowUp) -> Iterator[News]:
    if ask.status == "completed" and (old is None or old.status != ask.status):
        answer = {True: "satisfied", False: "NOT satisfied", None: "not reached"}[ask.satisfied]
        yield News(ask.subject.number, f"customer asked: {answer}", grave=ask.satisfied is False)


def _of_task(old: Improvement | None, task: Improvement) -> Iterator[News]:
    number = task.problem.number
    if old is None:
        yield News(number, f"improvement task for {task.problem.responsible}")
    if len(task.notified) > (len(old.notified) if old else 0):
        yield News(number, f"improvement task OVERDUE, level {len(task.notified)} told", grave=True)
    if old is not None and old.status != task.status:
        yield News(number, f"improvement {task.status}")
