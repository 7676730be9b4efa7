"""A dissatisfied customer opens an improvement task (P2 step 04)."""

from chassis.documents import Change, Ignored
from contracts.envelope import Envelope
from contracts.events.survey import FollowUpCompleted

from survey import outgoing
from survey.domain.improvement import Improvement, Problem
from survey.domain.improving import open_improvement
from survey.domain.satisfaction import dissatisfied_items
from survey.handlers.context import SurveyContext


def open_improvement_on_follow_up_completed(
    improvement: Improvement | None, event: Envelope[FollowUpCompleted], context: SurveyContext
) -> Change[Improvement] | Ignored:
    """Opens one task per round, for the round's responsible or whom the policy names instead."""
    follow_up = event.data
    if follow_up.satisfied is not False:
        return Ignored("the customer is not dissatisfied")
    if improvement is not None:
        return Ignored("the round has its improvement task")
    rules = context.policy.improvement
    problem = Problem(
        case_id=follow_up.case_id,
        number=follow_up.number,
        round=follow_up.round,
        responsible=follow_up.responsible or rules.default_responsible,
        team=follow_up.team or rules.default_team,
        customer_id=follow_up.customer_id,
        items=dissatisfied_items(follow_up.answers),
        words=follow_up.words,
    )
    return outgoing.improvement_change(*open_improvement(problem, context.policy, follow_up.completed_at, context.now))
