"""An event is told to the customer: by e-mail, or, where there is none, by a person of the front desk (M9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.documents import Change, Ignored, Outcome, Waiting
from contracts.envelope import Envelope
from contracts.payload import CasePayload

from notification.context import Context
from notification.domain.identity import BY_PHONE_SLOT, CUSTOMER_SLOT, notification_id
from notification.domain.notification import Notification, Recipient
from notification.domain.policy import Policy, Rule

_CONTACT_UNKNOWN = Waiting("the opening of the case has not arrived")
_TOLD = Ignored("the customer was told of this event")


@dataclass(frozen=True, slots=True)
class EmailCustomer:
    """Handler of one rule: queues the e-mail of a customer who has an address."""

    rule: Rule
    policy: Policy

    def key(self, event: Envelope[CasePayload]) -> Sequence[str]:
        """The customer's slot: who the customer is, the contact tells later."""
        return [notification_id(event.id, CUSTOMER_SLOT, "email")]

    def __call__(
        self, state: Notification | None, event: Envelope[CasePayload], context: Context
    ) -> Outcome[Notification]:
        """Waits for the contact; a customer without e-mail is not this handler's."""
        contact = context.contacts.get(event.data.case_id)
        if state is not None:
            return _TOLD
        if contact is None:
            return _CONTACT_UNKNOWN
        email = contact.reachable_email
        if email is None:
            return Ignored("the customer has no e-mail address")
        text = context.renderer.render(self.rule.template, contact.language, event.data, contact)
        return Change(
            Notification(
                id=notification_id(event.id, CUSTOMER_SLOT, "email"),
                event_type=event.data.TYPE,
                case_id=event.data.case_id,
                number=event.data.number,
                addressee=contact.address,
                for_customer=True,
                channel="email",
                template=self.rule.template,
                language=contact.language,
                subject=text.subject,
                body=text.body,
                status="queued",
                created_at=context.now,
                recipient=Recipient(email, contact.name or contact.customer_name),
                retry_after=self.policy.retry_after_seconds,
                next_attempt=context.now,
            )
        )


@dataclass(frozen=True, slots=True)
class AskToPhone:
    """Handler of one rule: asks the front desk to tell a customer who has no e-mail."""

    rule: Rule
    policy: Policy

    def key(self, event: Envelope[CasePayload]) -> Sequence[str]:
        """The slot of the telephone call."""
        return [notification_id(event.id, BY_PHONE_SLOT, "inbox")]

    def __call__(
        self, state: Notification | None, event: Envelope[CasePayload], context: Context
    ) -> Outcome[Notification]:
        """Carries the text that the customer would have got, in the customer's language."""
        contact = context.contacts.get(event.data.case_id)
        if state is not None:
            return _TOLD
        if contact is None:
            return _CONTACT_UNKNOWN
        if contact.reachable_email is not None:
            return Ignored("the customer gets an e-mail")
        by_phone, render = self.policy.by_phone, context.renderer.render
        language = self.policy.entry(by_phone.addressee).language
        told = render(self.rule.template, contact.language, event.data, contact)
        text = render(by_phone.template, language, event.data, contact, told)
        return Change(
            Notification(
                id=notification_id(event.id, BY_PHONE_SLOT, "inbox"),
                event_type=event.data.TYPE,
                case_id=event.data.case_id,
                number=event.data.number,
                addressee=by_phone.addressee,
                for_customer=False,
                channel="inbox",
                template=by_phone.template,
                language=language,
                subject=text.subject,
                body=text.body,
                status="sent",
                created_at=context.now,
                sent_at=context.now,
            )
        )
