"""All events of the suite, by the name they have on the wire."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.events import dispatch, dispatch_quality, dispatch_returns, intake, notification, repair, survey
from contracts.payload import Payload

EVENTS: tuple[type[Payload], ...] = (
    intake.CaseOpened,
    intake.CaseAmended,
    intake.CaseWithdrawn,
    intake.CaseReopened,
    intake.CaseClosed,
    dispatch.CaseClassified,
    dispatch.CaseReclassified,
    dispatch.TaskAssigned,
    dispatch.TaskAccepted,
    dispatch.TaskHandedOver,
    dispatch.TaskReplied,
    dispatch.TaskCommunicated,
    dispatch.TaskReminded,
    dispatch.TaskOverdue,
    dispatch.TaskEscalated,
    dispatch.TaskPaused,
    dispatch.TaskResumed,
    dispatch.CaseResolved,
    dispatch_returns.ReturnRequested,
    dispatch_returns.ReturnWaived,
    dispatch_returns.ReturnAuthorised,
    dispatch_returns.ReturnRefused,
    dispatch_returns.ReturnReceived,
    dispatch_returns.ReturnDropped,
    dispatch_returns.ReturnInspected,
    dispatch_returns.ReturnCompleted,
    dispatch_returns.ReturnReminded,
    dispatch_returns.ReturnOverdue,
    dispatch_quality.CapaOpened,
    dispatch_quality.CapaHandedOver,
    dispatch_quality.CapaReminded,
    dispatch_quality.CapaOverdue,
    dispatch_quality.CapaCompleted,
    dispatch_quality.FeedDigestDue,
    repair.RepairOpened,
    repair.RepairPlanned,
    repair.RepairCompleted,
    repair.RepairConfirmed,
    repair.RepairRejected,
    repair.RepairClosed,
    survey.FollowUpScheduled,
    survey.FollowUpOverdue,
    survey.FollowUpCompleted,
    survey.ImprovementOpened,
    survey.ImprovementOverdue,
    survey.ImprovementAnswered,
    survey.ImprovementVerified,
    survey.AppraisalRecorded,
    notification.NotificationSent,
    notification.NotificationFailed,
)

BY_TYPE: Mapping[str, type[Payload]] = MappingProxyType({event.type_name(): event for event in EVENTS})
