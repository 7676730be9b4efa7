"""Event to handler, as data: the way of a case as the front desk sees it."""

from chassis.store import Store
from chassis.subscription import Subscription
from contracts.envelope import Envelope
from contracts.events import dispatch, dispatch_quality, dispatch_returns, notification, repair, survey
from contracts.payload import CasePayload, Payload

from intake.domain.case import Case
from intake.handlers import (
    on_capa_completed,
    on_capa_opened,
    on_case_classified,
    on_case_reclassified,
    on_case_resolved,
    on_follow_up_completed,
    on_follow_up_scheduled,
    on_notification_failed,
    on_notification_sent,
    on_repair_closed,
    on_repair_completed,
    on_repair_confirmed,
    on_repair_opened,
    on_repair_planned,
    on_repair_rejected,
    on_return_authorised,
    on_return_completed,
    on_return_dropped,
    on_return_inspected,
    on_return_overdue,
    on_return_received,
    on_return_refused,
    on_task_accepted,
    on_task_assigned,
    on_task_communicated,
    on_task_escalated,
    on_task_handed_over,
    on_task_overdue,
    on_task_paused,
    on_task_replied,
    on_task_resumed,
)

EVENTS: tuple[type[Payload], ...] = (
    dispatch.CaseClassified,
    dispatch.CaseReclassified,
    dispatch.TaskAssigned,
    dispatch.TaskAccepted,
    dispatch.TaskHandedOver,
    dispatch.TaskReplied,
    dispatch.TaskCommunicated,
    dispatch.TaskOverdue,
    dispatch.TaskEscalated,
    dispatch.TaskPaused,
    dispatch.TaskResumed,
    dispatch.CaseResolved,
    dispatch_returns.ReturnAuthorised,
    dispatch_returns.ReturnRefused,
    dispatch_returns.ReturnReceived,
    dispatch_returns.ReturnDropped,
    dispatch_returns.ReturnInspected,
    dispatch_returns.ReturnCompleted,
    dispatch_returns.ReturnOverdue,
    dispatch_quality.CapaOpened,
    dispatch_quality.CapaCompleted,
    repair.RepairOpened,
    repair.RepairPlanned,
    repair.RepairCompleted,
    repair.RepairConfirmed,
    repair.RepairRejected,
    repair.RepairClosed,
    survey.FollowUpScheduled,
    survey.FollowUpCompleted,
    notification.NotificationSent,
    notification.NotificationFailed,
)


def subscriptions(cases: Store[Case]) -> list[Subscription]:  # type: ignore[type-arg]  # heterogeneous by nature
    """What this service does with each event."""

    def key(event: Envelope[CasePayload]) -> tuple[str]:
        return (event.data.case_id,)

    def spanned(event: Envelope[dispatch_quality.CorrectiveAction]) -> list[str]:
        return event.data.case_ids

    return [
        Subscription(dispatch.CaseClassified, cases, key, on_case_classified.handle),
        Subscription(dispatch.CaseReclassified, cases, key, on_case_reclassified.handle),
        Subscription(dispatch.TaskAssigned, cases, key, on_task_assigned.handle),
        Subscription(dispatch.TaskAccepted, cases, key, on_task_accepted.handle),
        Subscription(dispatch.TaskHandedOver, cases, key, on_task_handed_over.handle),
        Subscription(dispatch.TaskReplied, cases, key, on_task_replied.handle),
        Subscription(dispatch.TaskCommunicated, cases, key, on_task_communicated.handle),
        Subscription(dispatch.TaskOverdue, cases, key, on_task_overdue.handle),
        Subscription(dispatch.TaskEscalated, cases, key, on_task_escalated.handle),
        Subscription(dispatch.TaskPaused, cases, key, on_task_paused.handle),
        Subscription(dispatch.TaskResumed, cases, key, on_task_resumed.handle),
        Subscription(dispatch.CaseResolved, cases, key, on_case_resolved.handle),
        Subscription(dispatch_returns.ReturnAuthorised, cases, key, on_return_authorised.handle),
        Subscription(dispatch_returns.ReturnRefused, cases, key, on_return_refused.handle),
        Subscription(dispatch_returns.ReturnReceived, cases, key, on_return_received.handle),
        Subscription(dispatch_returns.ReturnDropped, cases, key, on_return_dropped.handle),
        Subscription(dispatch_returns.ReturnInspected, cases, key, on_return_inspected.handle),
        Subscription(dispatch_returns.ReturnCompleted, cases, key, on_return_completed.handle),
        Subscription(dispatch_returns.ReturnOverdue, cases, key, on_return_overdue.handle),
        Subscription(dispatch_quality.CapaOpened, cases, spanned, on_capa_opened.handle),
        Subscription(dispatch_quality.CapaCompleted, cases, spanned, on_capa_completed.handle),
        Subscription(repair.RepairOpened, cases, key, on_repair_opened.handle),
        Subscription(repair.RepairPlanned, cases, key, on_repair_planned.handle),
        Subscription(repair.RepairCompleted, cases, key, on_repair_completed.handle),
        Subscription(repair.RepairConfirmed, cases, key, on_repair_confirmed.handle),
        Subscription(repair.RepairRejected, cases, key, on_repair_rejected.handle),
        Subscription(repair.RepairClosed, cases, key, on_repair_closed.handle),
        Subscription(survey.FollowUpScheduled, cases, key, on_follow_up_scheduled.handle),
        Subscription(survey.FollowUpCompleted, cases, key, on_follow_up_completed.handle),
        Subscription(notification.NotificationSent, cases, key, on_notification_sent.handle),
        Subscription(notification.NotificationFailed, cases, key, on_notification_failed.handle),
    ]
