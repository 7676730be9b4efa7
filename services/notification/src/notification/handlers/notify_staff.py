"""An event is told to a person, role or team inside the house, by inbox and, where the directory knows one, e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.documents import Change, Ignored, Outcome
from contracts.envelope import Envelope
from contracts.payload import CasePayload, Payload

from notification.context import Context
from notification.domain.identity import notification_id
from notification.domain.notification import Channel, Notification, Recipient
from notification.domain.policy import Policy, Rule


@dataclass(frozen=True, slots=True)
class NotifyStaff:
    """Handler of one rule and channel."""

    rule: Rule
    policy: Policy
    channel: Channel

    def key(self, event: Envelope[Payload]) -> Sequence[str]:
        """One document, or none when the event names nobody or the addressee has no such channel."""
        to = self.policy.addressed(self.rule, event.data)
        if to is None or (self.channel == "email" and self.policy.entry(to.address).email is None):
            return []
        return [notification_id(event.id, to.address, self.channel)]

    def __call__(self, state: Notification | None, event: Envelope[Payload], context: Context) -> Outcome[Notification]:
        """An inbox message is delivered by being written; an e-mail is queued."""
        to = self.policy.addressed(self.rule, event.data)
        if state is not None or to is None:
            return Ignored("the addressee was told of this event")
        entry, render = self.policy.entry(to.address), context.renderer.render
        by_email = self.channel == "email" and entry.email is not None
        case_id, number = _matter(event.data)
        contact = context.contacts.get(case_id)
        text = render(self.rule.template, entry.language, event.data, contact)
        if to.wrapped_by is not None:
            text = render(to.wrapped_by, entry.language, event.data, contact, text)
        return Change(
            Notification(
                id=notification_id(event.id, to.address, self.channel),
                event_type=event.data.TYPE,
                case_id=case_id,
                number=number,
                addressee=to.address,
                for_customer=False,
                channel=self.channel,
                template=self.rule.template,
                language=entry.language,
                subject=text.subject,
                body=text.body,
                status="queued" if by_email else "sent",
                created_at=context.now,
                recipient=Recipient(entry.email) if entry.email is not None and by_email else None,
                retry_after=self.policy.retry_after_seconds if by_email else (),
                next_attempt=context.now if by_email else None,
                sent_at=None if by_email else context.now,
            )
        )


def _matter(told: Payload) -> tuple[str, str]:
    """Case and number; both empty for an event about no single case, such as a digest."""
    return (told.case_id, told.number) if isinstance(told, CasePayload) else ("", "")
