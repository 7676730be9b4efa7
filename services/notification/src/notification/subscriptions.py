"""Which event leads to which handler on which aggregate. Who is told is the policy's; what is listened to is fixed."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from chassis.subscription import StoreName, Subscription
from contracts.envelope import Envelope
from contracts.events import dispatch, dispatch_quality, dispatch_returns, intake, notification, repair, survey
from contracts.events.intake import CaseAmended, CaseDetails, CaseOpened
from contracts.payload import CasePayload, Payload

from notification.adapters.policy_file import PolicyError, case_event_of, event_of
from notification.context import Context
from notification.domain.contact import Contact
from notification.domain.notification import Channel, Notification
from notification.domain.policy import TO_CUSTOMER, Policy
from notification.handlers.keep_contact import on_case_amended, on_case_opened
from notification.handlers.notify_customer import AskToPhone, EmailCustomer
from notification.handlers.notify_staff import NotifyStaff

EVENTS: tuple[type[Payload], ...] = (
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
    dispatch_quality.CapaOpened,
    dispatch_quality.CapaHandedOver,
    dispatch_quality.CapaReminded,
    dispatch_quality.CapaOverdue,
    dispatch_quality.CapaCompleted,
    dispatch_quality.FeedDigestDue,
    dispatch_returns.ReturnAuthorised,
    dispatch_returns.ReturnRefused,
    dispatch_returns.ReturnReceived,
    dispatch_returns.ReturnDropped,
    dispatch_returns.ReturnCompleted,
    dispatch_returns.ReturnReminded,
    dispatch_returns.ReturnOverdue,
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
)

_STAFF_CHANNELS: tuple[Channel, ...] = ("inbox", "email")
Notice: TypeAlias = Subscription[CasePayload, Notification, Context] | Subscription[Payload, Notification, Context]


def contact_of(event: Envelope[CaseDetails]) -> Sequence[str]:
    """The contact of the case."""
    return [event.data.case_id]


def contact_subscriptions(
    contacts: StoreName[Contact],
) -> tuple[Subscription[CaseOpened, Contact, Context], Subscription[CaseAmended, Contact, Context]]:
    """What tells how a customer can be reached."""
    return (
        Subscription(event=CaseOpened, store=contacts, key=contact_of, handler=on_case_opened),
        Subscription(event=CaseAmended, store=contacts, key=contact_of, handler=on_case_amended),
    )


def notice_subscriptions(policy: Policy, notifications: StoreName[Notification]) -> list[Notice]:
    """One per rule and channel. Raises PolicyError when a rule is about an event that is not listened to."""
    return [*_notices(policy, notifications)]


def _notices(policy: Policy, store: StoreName[Notification]) -> Iterator[Notice]:
    for rule in policy.rules:
        event = event_of(rule)
        if event not in EVENTS:
            raise PolicyError(f"rules: the service does not listen to {rule.event}")
        if rule.to == TO_CUSTOMER:
            by_email, by_phone = EmailCustomer(rule, policy), AskToPhone(rule, policy)
            told = case_event_of(rule)
            yield Subscription(event=told, store=store, key=by_email.key, handler=by_email)
            yield Subscription(event=told, store=store, key=by_phone.key, handler=by_phone)
        else:
            for channel in _STAFF_CHANNELS:
                notify = NotifyStaff(rule, policy, channel)
                yield Subscription(event=event, store=store, key=notify.key, handler=notify)
