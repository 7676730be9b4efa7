"""Which service consumes which event: the whole shared topology, so that any service can declare every queue.

A test holds this table against each service's own `subscriptions.py`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.events import dispatch, intake, notification, repair, survey
from contracts.payload import Payload

SUBSCRIPTIONS: Mapping[str, tuple[type[Payload], ...]] = MappingProxyType(
    {
        "intake": (
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
        ),
        "dispatch": (
            intake.CaseOpened,
            intake.CaseAmended,
            intake.CaseWithdrawn,
            intake.CaseReopened,
            intake.CaseClosed,
            repair.RepairOpened,
            repair.RepairPlanned,
            repair.RepairClosed,
            survey.FollowUpCompleted,
        ),
        "repair": (
            dispatch.TaskAssigned,
            dispatch.TaskReplied,
            intake.CaseWithdrawn,
        ),
        "survey": (
            dispatch.CaseResolved,
            dispatch.TaskOverdue,
            intake.CaseWithdrawn,
            intake.CaseReopened,
            survey.FollowUpCompleted,
        ),
        "notification": (
            intake.CaseOpened,
            intake.CaseAmended,
            intake.CaseWithdrawn,
            intake.CaseReopened,
            intake.CaseClosed,
            dispatch.TaskAssigned,
            dispatch.TaskHandedOver,
            dispatch.TaskCommunicated,
            dispatch.TaskReminded,
            dispatch.TaskOverdue,
            dispatch.TaskEscalated,
            dispatch.TaskResumed,
            dispatch.CaseResolved,
            repair.RepairCompleted,
            repair.RepairRejected,
            survey.FollowUpScheduled,
            survey.FollowUpOverdue,
            survey.ImprovementOpened,
            survey.ImprovementOverdue,
            survey.ImprovementAnswered,
            survey.ImprovementVerified,
            survey.AppraisalRecorded,
            notification.NotificationFailed,
        ),
    }
)
