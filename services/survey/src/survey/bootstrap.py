"""The one place where the survey service is put together."""

from collections.abc import Sequence
from datetime import datetime

from chassis.runtime import Runtime
from contracts.envelope import Envelope
from contracts.payload import Payload

from survey.adapters.mongo_surveys import (
    APPRAISAL_INDEXES,
    APPRAISALS,
    FOLLOW_UP_INDEXES,
    FOLLOW_UPS,
    IMPROVEMENT_INDEXES,
    IMPROVEMENTS,
)
from survey.adapters.policy_file import load_policy
from survey.domain.appraisal import AppraisalEntry
from survey.domain.errors import SurveyError
from survey.domain.follow_up import FollowUp
from survey.domain.improvement import Improvement
from survey.entrypoints.http.problems import PROBLEMS
from survey.entrypoints.http.routes_appraisals import appraisal_routes
from survey.entrypoints.http.routes_follow_ups import follow_up_routes
from survey.entrypoints.http.routes_improvements import improvement_routes
from survey.handlers.context import SurveyContext
from survey.handlers.escalate_overdue_improvement import escalate_overdue_improvement, improvement_timers
from survey.handlers.report_overdue_follow_up import follow_up_timers, report_overdue_follow_up
from survey.settings import Settings
from survey.subscriptions import appraisal_subscriptions, follow_up_subscriptions, improvement_subscriptions


def build(settings: Settings) -> Runtime:
    """The service, not yet connected to anything. Raises `PolicyError` for a policy that cannot be used."""
    policy = load_policy(settings.survey_policy_file)

    async def context(_: Sequence[Envelope[Payload]], now: datetime) -> SurveyContext:
        return SurveyContext(now, policy)

    runtime = Runtime("survey", settings)
    runtime.prepare(context)
    follow_ups = runtime.store(FOLLOW_UPS, FollowUp, timers=follow_up_timers, indexes=FOLLOW_UP_INDEXES)
    improvements = runtime.store(IMPROVEMENTS, Improvement, timers=improvement_timers, indexes=IMPROVEMENT_INDEXES)
    appraisals = runtime.store(APPRAISALS, AppraisalEntry, indexes=APPRAISAL_INDEXES)
    runtime.subscribe(
        *follow_up_subscriptions(follow_ups),
        *improvement_subscriptions(improvements),
        *appraisal_subscriptions(appraisals),
    )
    runtime.on_timer(follow_ups, report_overdue_follow_up)
    runtime.on_timer(improvements, escalate_overdue_improvement)
    runtime.http(
        title="Survey",
        routers=[follow_up_routes(follow_ups), improvement_routes(improvements), appraisal_routes(appraisals)],
        problems=PROBLEMS,
        domain_errors=(SurveyError,),
    )
    return runtime
