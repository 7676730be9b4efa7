"""What the customer said earns the responsible a merit or a demerit (P1 step 04)."""

from chassis.documents import Change, Ignored
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.survey import FollowUpCompleted
from contracts.vocabulary import TEXT_MAX

from survey import outgoing
from survey.domain.appraisal import AppraisalEntry, appraise, follow_up_entry_id


def appraise_on_follow_up_completed(
    entry: AppraisalEntry | None, event: Envelope[FollowUpCompleted], context: HasNow
) -> Change[AppraisalEntry] | Ignored:
    """Writes the entry once; an entry is never changed. Nobody is appraised when nobody was responsible."""
    follow_up = event.data
    earned = appraise(follow_up.satisfied, follow_up.answers)
    if earned is None or follow_up.responsible is None:
        return Ignored("nothing is earned")
    if entry is not None:
        return Ignored("the entry is written")
    answers = ", ".join(f"{item}: {answer}" for item, answer in follow_up.answers.items())
    return outgoing.appraisal_change(
        AppraisalEntry(
            id=follow_up_entry_id(follow_up.case_id, follow_up.round),
            case_id=follow_up.case_id,
            number=follow_up.number,
            round=follow_up.round,
            subject=follow_up.responsible,
            team=follow_up.team,
            verdict=earned.verdict,
            ground=earned.ground,
            evidence=f"{answers}. {follow_up.words}".strip()[:TEXT_MAX],
            source=event.id,
            recorded_at=context.now,
        )
    )
