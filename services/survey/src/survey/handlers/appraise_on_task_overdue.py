"""A missed time limit earns the responsible a demerit."""

from chassis.documents import Change, Ignored
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskOverdue

from survey import outgoing
from survey.domain.appraisal import AppraisalEntry, overdue_entry_id


def appraise_on_task_overdue(
    entry: AppraisalEntry | None, event: Envelope[TaskOverdue], context: HasNow
) -> Change[AppraisalEntry] | Ignored:
    """Writes one entry per step and round; an entry is never changed."""
    if entry is not None:
        return Ignored("the entry is written")
    task = event.data
    return outgoing.appraisal_change(
        AppraisalEntry(
            id=overdue_entry_id(task.case_id, task.round, task.step),
            case_id=task.case_id,
            number=task.number,
            round=task.round,
            subject=task.responsible,
            team=task.team,
            verdict="demerit",
            ground="step_overdue",
            evidence=f"step {task.step}, limit {task.limit_seconds} s, due {task.due_at.isoformat(timespec='seconds')}",
            source=event.id,
            recorded_at=context.now,
        )
    )
