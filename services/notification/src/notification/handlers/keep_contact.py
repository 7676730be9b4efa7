"""case.opened and case.amended: remember how the customer can be reached."""

from chassis.documents import Change, Ignored, Outcome
from contracts.envelope import Envelope
from contracts.events.intake import CaseAmended, CaseDetails, CaseOpened

from notification.context import Context
from notification.domain.contact import Contact, merge


def on_case_opened(state: Contact | None, event: Envelope[CaseOpened], context: Context) -> Outcome[Contact]:  # noqa: ARG001
    """The contact of a new case."""
    return _kept(state, told_by(event.data, event.sequence, event.data.tracking_path))


def on_case_amended(state: Contact | None, event: Envelope[CaseAmended], context: Context) -> Outcome[Contact]:  # noqa: ARG001
    """The contact of a corrected case; an older correction that comes late changes nothing."""
    return _kept(state, told_by(event.data, event.sequence, None))


def told_by(data: CaseDetails, sequence: int, tracking_path: str | None) -> Contact:
    """The contact as one event tells it."""
    return Contact(
        case_id=data.case_id,
        number=data.number,
        customer_id=data.customer_id,
        customer_name=data.customer_name,
        name=data.contact_name,
        phone=data.contact_phone,
        email=data.contact_email,
        language=data.language,
        tracking_path=tracking_path,
        sequence=sequence,
    )


def _kept(known: Contact | None, told: Contact) -> Outcome[Contact]:
    merged = merge(known, told)
    return Ignored("a later event told the contact already") if merged == known else Change(merged)
