"""Who is told what, by the rules that come with the service."""

from collections import Counter
from dataclasses import replace

import pytest
from chassis.documents import Change, Ignored, Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskAssigned, TaskCommunicated, TaskEscalated
from contracts.events.intake import CaseOpened
from contracts.events.notification import NotificationFailed
from contracts.payload import CasePayload, Payload
from notification.context import Context
from notification.domain.contact import Contact
from notification.domain.notification import Notification
from notification.domain.policy import Entry, Policy, Rule
from notification.handlers.notify_customer import AskToPhone, EmailCustomer
from notification.handlers.notify_staff import NotifyStaff
from notification.subscriptions import notice_subscriptions

from tests.unit.notification.builders import CASE, NOW, contact, context, event, inbox, policy


class FakeStore:
    name = "notifications"

    def type_witness(self, state: Notification) -> Notification:
        return state


def outcomes(told: Envelope[Payload], given: Context, rules: Policy | None = None) -> dict[str, Outcome[Notification]]:
    found: dict[str, Outcome[Notification]] = {}
    for subscription in notice_subscriptions(rules or policy(), FakeStore()):
        if subscription.event.type_name() == told.type:
            for key in subscription.key(told):  # type: ignore[arg-type]  # of the type just compared
                assert key not in found, "two handlers for one document"
                found[key] = subscription.handler(None, told, given)  # type: ignore[arg-type]  # likewise
    return found


def made(told: Envelope[Payload], given: Context, rules: Policy | None = None) -> dict[str, Notification]:
    changes = {key: one for key, one in outcomes(told, given, rules).items() if isinstance(one, Change)}
    assert all(key == change.state.id for key, change in changes.items())
    assert not any(change.events for change in changes.values()), "a message is announced when it is sent"
    return {key: change.state for key, change in changes.items()}


def test_every_rule_of_the_default_policy_makes_one_message() -> None:
    for rule in policy().rules:
        for subscription in notice_subscriptions(replace(policy(), rules=(rule,)), FakeStore()):
            told = event(subscription.event, "e-1", 1, **({"level": rule.levels[0]} if rule.levels else {}))
        (message,) = made(told, context(), replace(policy(), rules=(rule,))).values()
        assert message.template == rule.template
        assert message.case_id == (CASE if isinstance(told.data, CasePayload) else "")
        to = policy().addressed(rule, told.data)
        assert message.addressee == (to.address if to is not None else "customer:C-1001")


def test_acknowledgement_goes_by_email_in_the_customers_language() -> None:
    (message,) = made(event(CaseOpened), context({CASE: contact(language="en")})).values()
    assert message.recipient is not None
    assert (message.addressee, message.channel, message.status) == ("customer:C-1001", "email", "queued")
    assert (message.recipient.email, message.subject) == ("chen.mei@example.com", "case_opened.en")
    assert (message.next_attempt, message.for_customer) == (NOW, True)
    assert message.retry_after == policy().retry_after_seconds


@pytest.mark.parametrize("email", [None, "no address", "a@b.cn\nBcc: c@d.cn"])
def test_a_customer_without_email_is_called_by_the_front_desk(email: str | None) -> None:
    (message,) = made(event(TaskCommunicated), context({CASE: contact(email=email, language="en")})).values()
    assert (message.addressee, message.channel, message.status) == ("role:sales_clerk", "inbox", "sent")
    assert message.subject == "tell_by_phone.zh / task_communicated.en"
    assert not message.for_customer


def test_without_the_opening_the_message_waits() -> None:
    found = outcomes(event(TaskCommunicated), context({}))
    assert Counter(type(one) for one in found.values()) == {Waiting: 2}


def test_staff_messages_do_not_wait_for_the_opening() -> None:
    (message,) = made(event(TaskAssigned), context({})).values()
    assert (message.addressee, message.channel, message.status) == ("staff:wang", "inbox", "sent")


def test_an_escalation_goes_to_the_next_authority() -> None:
    (message,) = made(event(TaskEscalated), context()).values()
    assert message.addressee == "role:team_lead.sales"


def test_a_failed_email_comes_back_to_the_front_desk() -> None:
    (message,) = made(event(NotificationFailed), context()).values()
    assert (message.addressee, message.channel) == ("role:sales_clerk", "inbox")


def test_staff_with_an_address_get_both_in_their_language() -> None:
    rules = replace(policy(), directory={"staff:wang": Entry("wang@example.com", "en")})
    found = {one.channel: one for one in made(event(TaskAssigned), context(), rules).values()}
    assert set(found) == {"inbox", "email"}
    assert found["email"].recipient is not None
    assert (found["email"].recipient.email, found["email"].status) == ("wang@example.com", "queued")
    assert {one.language for one in found.values()} == {"en"}


RULE = Rule("task.assigned.v1", "task_assigned", "event.responsible")


@pytest.mark.parametrize(
    "handler",
    [NotifyStaff(RULE, policy(), "inbox"), EmailCustomer(RULE, policy()), AskToPhone(RULE, policy())],
    ids=["staff", "email", "phone"],
)
@pytest.mark.parametrize("known", [contact(), contact(email=None)], ids=["email", "no email"])
def test_a_message_that_exists_is_left_alone(handler: NotifyStaff | EmailCustomer | AskToPhone, known: Contact) -> None:
    assert isinstance(handler(inbox(), event(TaskAssigned), context({CASE: known})), Ignored)


def test_two_rules_for_one_addressee_are_one_message() -> None:
    second = Rule("task.assigned.v1", "task_assigned", "staff:wang")
    keys = [NotifyStaff(rule, policy(), "inbox").key(event(TaskAssigned)) for rule in (RULE, second)]
    assert keys[0] == keys[1] == ["e-1:staff:wang:inbox"]


def test_an_event_that_names_nobody_makes_nothing() -> None:
    rule = Rule("task.assigned.v1", "task_assigned", "event.product_name")
    assert NotifyStaff(rule, policy(), "inbox").key(event(TaskAssigned)) == []
