"""Case to what callers see."""

from chassis.documents import Stored

from intake.adapters.tracking_links import TrackingLinks
from intake.domain.case import Case, Contact, Customer, Entry, Product
from intake.entrypoints.http.schemas import CaseView, EntryView, TimelineView, TrackingView
from intake.entrypoints.http.texts import ENTRIES, STAGES, STATUSES, Language, say

_PUBLIC_DETAILS = frozenset({"text", "resolution", "summary", "reason", "outcome", "estimated_minutes", "step"})


def case_view(stored: Stored[Case], links: TrackingLinks) -> CaseView:
    """For the front desk."""
    return CaseView.model_validate(case_fields(stored, links.address(links.path(stored.id))))


def case_fields(stored: Stored[Case], tracking_url: str) -> dict[str, object]:
    """The fields of `CaseView`, ready for JSON; the hot path serialises them without a model."""
    case = stored.state
    details, handling = case.details, case.handling
    return {
        "id": stored.id,
        "number": case.number,
        "status": case.status,
        "stage": STAGES[case.status],
        "round": case.round,
        "kind": case.kind,
        "channel": case.channel,
        "customer": _customer(details.customer),
        "contact": _contact(details.contact),
        "order_number": details.order_number,
        "order_amount": details.order_amount,
        "order_currency": details.order_currency,
        "product": _product(details.product),
        "description": details.description,
        "occurred_at": details.occurred_at,
        "place": details.place,
        "remedy": details.remedy,
        "reported_severity": details.severity,
        "language": details.language,
        "recorded_by": case.recorded_by,
        "received_at": case.received_at,
        "category": handling.category,
        "severity": handling.severity,
        "urgency": handling.urgency,
        "team": handling.team,
        "responsible": handling.responsible,
        "step": handling.step,
        "due_at": handling.due_at,
        "escalation_level": handling.escalation_level,
        "resolution": handling.resolution,
        "outcome": case.outcome,
        "ended_at": case.ended_at,
        "tracking_url": tracking_url,
    }


def timeline_view(case: Case, language: Language) -> TimelineView:
    """For the front desk: everything."""
    return TimelineView(items=[_entry(entry, language) for entry in case.timeline])


def tracking_view(case: Case, language: Language) -> TrackingView:
    """For the customer: public lines only, without names of staff."""
    product = case.details.product
    return TrackingView(
        number=case.number,
        status=case.status,
        status_text=say(STATUSES, case.status, language),
        received_at=case.received_at,
        product=product.name or product.model,
        round=case.round,
        outcome=case.outcome,
        timeline=[_public_entry(entry, language) for entry in case.timeline if entry.public],
    )


def _customer(customer: Customer) -> dict[str, str | None]:
    return {
        "id": customer.id,
        "name": customer.name,
        "code": customer.code,
        "type": customer.type,
        "grade": customer.grade,
        "region": customer.region,
    }


def _contact(contact: Contact) -> dict[str, str | None]:
    return {"name": contact.name, "phone": contact.phone, "email": contact.email}


def _product(product: Product) -> dict[str, str | None]:
    return {"name": product.name, "model": product.model, "serial": product.serial}


def _entry(entry: Entry, language: Language) -> EntryView:
    return EntryView(
        what=entry.what,
        text=say(ENTRIES, entry.what, language),
        at=entry.at,
        round=entry.round,
        public=entry.public,
        by=entry.by,
        details=entry.details,
    )


def _public_entry(entry: Entry, language: Language) -> EntryView:
    shown = {key: value for key, value in entry.details.items() if key in _PUBLIC_DETAILS}
    return _entry(entry, language).model_copy(update={"by": None, "details": shown})
