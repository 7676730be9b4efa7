"""The composition root: the only place where adapters are made and put together."""

from collections.abc import Sequence

from chassis.clock import Clock, system_clock
from chassis.documents import Timer
from chassis.runtime import Runtime
from contracts.payload import CasePayload, Payload
from contracts.schemas import example_of

from notification.adapters.contacts import PrepareContext
from notification.adapters.policy_file import event_of, load_policy
from notification.adapters.smtp_mailer import SmtpMailer
from notification.adapters.templates import Templates
from notification.domain.contact import Contact
from notification.domain.errors import NotificationError
from notification.domain.notification import SEND, Notification, due
from notification.domain.policy import Policy
from notification.entrypoints.http.problems import PROBLEMS
from notification.entrypoints.http.routes_inbox import routes_inbox
from notification.entrypoints.http.routes_notifications import routes_notifications
from notification.handlers.send_due_email import SendDueEmail
from notification.settings import Settings
from notification.subscriptions import contact_subscriptions, notice_subscriptions

_SAMPLE = Contact(
    case_id="sample",
    number="sample",
    customer_id="sample",
    customer_name="sample",
    name=None,
    phone=None,
    email=None,
    language="zh",
    tracking_path=None,
    sequence=1,
)


def timers(notification: Notification) -> Sequence[Timer]:
    """The next try of a queued e-mail."""
    at = due(notification)
    return [] if at is None else [Timer(SEND, at)]


def build(settings: Settings, clock: Clock = system_clock) -> Runtime:
    """The service, not yet connected. Raises PolicyError, TemplatesError and OSError for data that cannot be used."""
    policy = load_policy(settings.notification_policy_file)
    templates = Templates(
        timezone=policy.timezone, public_url=settings.public_url, directory=settings.notification_templates_dir
    )
    check_templates(policy, templates)

    runtime = Runtime("notification", settings, clock=clock)
    contacts = runtime.store("contacts", Contact)
    notifications = runtime.store(
        "notifications",
        Notification,
        timers=timers,
        indexes=[
            [("state.addressee", 1), ("state.created_at", -1), ("_id", -1)],
            [("state.case_id", 1), ("state.created_at", -1), ("_id", -1)],
            [("state.status", 1), ("state.created_at", -1), ("_id", -1)],
            [("state.created_at", -1), ("_id", -1)],
        ],
    )
    runtime.prepare(PrepareContext(contacts, templates))
    runtime.subscribe(*contact_subscriptions(contacts), *notice_subscriptions(policy, notifications))
    runtime.on_timer(notifications, SendDueEmail(SmtpMailer(settings, clock)))
    runtime.http(
        title="Notification",
        routers=[routes_inbox(notifications), routes_notifications(notifications)],
        problems=PROBLEMS,
        domain_errors=(NotificationError,),
    )
    return runtime


def check_templates(policy: Policy, templates: Templates) -> None:
    """Every rule's template must fit its event: with the contract's example, and with required fields only."""
    uses: list[tuple[str, Payload]] = []
    for rule in policy.rules:
        event = event_of(rule)
        example = example_of(event)
        required = {name: value for name, value in example.items() if event.model_fields[name].is_required()}
        full, bare = event.model_validate(example), event.model_validate(required)
        uses += [(rule.template, full), (rule.template, bare)]
        uses += [(policy.team_leads.template, full), (policy.team_leads.template, bare)]
        if isinstance(full, CasePayload):
            uses += [(policy.by_phone.template, full)]
    templates.check(uses, _SAMPLE)
