"""The survey service over memory, under the tests' round-the-clock policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from survey.domain.appraisal import AppraisalEntry
from survey.domain.follow_up import FollowUp
from survey.domain.improvement import Improvement
from survey.handlers.context import SurveyContext
from survey.handlers.escalate_overdue_improvement import escalate_overdue_improvement, improvement_timers
from survey.handlers.report_overdue_follow_up import follow_up_timers, report_overdue_follow_up
from survey.subscriptions import appraisal_subscriptions, follow_up_subscriptions, improvement_subscriptions

from tests.support.memory import Event, MemoryStore, World
from tests.unit.survey.surveys import POLICY


@dataclass(frozen=True, slots=True)
class SurveyWorld:
    """World and stores."""

    world: World
    follow_ups: MemoryStore[FollowUp]
    improvements: MemoryStore[Improvement]
    appraisals: MemoryStore[AppraisalEntry]


def survey_world() -> SurveyWorld:
    """The service's own subscriptions and timers."""
    world = World()
    follow_ups = world.store("follow_ups", FollowUp, timers=follow_up_timers)
    improvements = world.store("improvements", Improvement, timers=improvement_timers)
    appraisals = world.store("appraisals", AppraisalEntry)

    async def context(_: Sequence[Event], now: datetime) -> SurveyContext:
        return SurveyContext(now, POLICY)

    world.prepare(context)
    world.subscribe(
        *follow_up_subscriptions(follow_ups),
        *improvement_subscriptions(improvements),
        *appraisal_subscriptions(appraisals),
    )
    world.on_timer(follow_ups, report_overdue_follow_up)
    world.on_timer(improvements, escalate_overdue_improvement)
    return SurveyWorld(world, follow_ups, improvements, appraisals)
