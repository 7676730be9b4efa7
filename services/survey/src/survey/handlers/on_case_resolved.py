"""A resolved case gets its follow-up (P1 step 04)."""

from chassis.documents import Change, Ignored
from contracts.envelope import Envelope
from contracts.events.dispatch import CaseResolved

from survey import outgoing
from survey.domain.asking import schedule
from survey.domain.follow_up import FollowUp, Subject
from survey.handlers.context import SurveyContext


def on_case_resolved(
    follow_up: FollowUp | None, event: Envelope[CaseResolved], context: SurveyContext
) -> Change[FollowUp] | Ignored:
    """Schedules one follow-up per round; the clock runs from the resolution, not from its arrival here.

    A round that was withdrawn, or came back, before this arrived has its follow-up already: a cancelled one.
    """
    if follow_up is not None:
        return Ignored("the round has its follow-up")
    case = event.data
    subject = Subject(
        case_id=case.case_id,
        number=case.number,
        round=case.round,
        resolution=case.resolution,
        category=case.category,
        team=case.team,
        responsible=case.responsible,
        customer_id=case.customer_id,
        customer_name=case.customer_name,
        customer_grade=case.customer_grade,
        contact_name=case.contact_name,
        contact_phone=case.contact_phone,
        contact_email=case.contact_email,
        language=case.language,
    )
    return outgoing.follow_up_change(*schedule(subject, context.policy, case.resolved_at, context.now))
