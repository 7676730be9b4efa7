"""Domain facts to wire events: the only translator of this service."""

from chassis.documents import Outgoing
from contracts.events import intake as wire
from contracts.payload import Payload

from intake.domain.case import Amended, Case, Closed, Fact, Opened, Reopened, Withdrawn


def outgoing(case_id: str, fact: Fact) -> Outgoing:
    """The event that tells the fact; the case is what correlates."""
    return Outgoing(_payload(case_id, fact), correlation=case_id)


def _payload(case_id: str, fact: Fact) -> Payload:
    number = fact.case.number
    match fact:
        case Opened(case=case, tracking_path=tracking_path):
            opening = {
                "kind": case.kind,
                "channel": case.channel,
                "recorded_by": case.recorded_by,
                "opened_at": case.received_at,
                "tracking_path": tracking_path,
            }
            return wire.CaseOpened.model_validate(_details(case_id, case) | opening)
        case Amended(case=case, changed=changed, by=by, at=at):
            return wire.CaseAmended.model_validate(
                {**_details(case_id, case), "changed": list(changed), "amended_by": by, "amended_at": at}
            )
        case Withdrawn(case=case, reason=reason, by=by, at=at):
            return wire.CaseWithdrawn(
                case_id=case_id, number=number, round=case.round, reason=reason, withdrawn_by=by, withdrawn_at=at
            )
        case Reopened(case=case, reason=reason, by=by, at=at):
            return wire.CaseReopened(
                case_id=case_id, number=number, round=case.round, reason=reason, reopened_by=by, reopened_at=at
            )
        case Closed(case=case, outcome=outcome, at=at):
            return wire.CaseClosed(
                case_id=case_id,
                number=number,
                round=case.round,
                outcome=outcome,
                customer_id=case.details.customer.id,
                closed_at=at,
            )


def _details(case_id: str, case: Case) -> dict[str, object]:
    """Flat description."""
    details = case.details
    customer, contact, product = details.customer, details.contact, details.product
    return {
        "case_id": case_id,
        "number": case.number,
        "customer_id": customer.id,
        "customer_name": customer.name,
        "customer_code": customer.code,
        "customer_type": customer.type,
        "customer_grade": customer.grade,
        "customer_region": customer.region,
        "contact_name": contact.name,
        "contact_phone": contact.phone,
        "contact_email": contact.email,
        "language": details.language,
        "order_number": details.order_number,
        "order_amount": details.order_amount,
        "order_currency": details.order_currency,
        "product_name": product.name,
        "product_model": product.model,
        "product_serial": product.serial,
        "description": details.description,
        "occurred_at": details.occurred_at,
        "place": details.place,
        "remedy": details.remedy,
        "severity": details.severity,
    }
