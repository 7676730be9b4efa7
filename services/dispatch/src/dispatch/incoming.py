"""From the events of other services to the words of this domain."""

from datetime import UTC

from contracts.events.intake import CaseAmended, CaseOpened

from dispatch.domain.assignment import Assignment
from dispatch.domain.case_info import CaseInfo
from dispatch.domain.classification import Facts


def case_of(opened: CaseOpened) -> CaseInfo:
    """What the assignment keeps of a new case."""
    return CaseInfo(
        id=opened.case_id,
        number=opened.number,
        kind=opened.kind,
        channel=opened.channel,
        customer_id=opened.customer_id,
        customer_name=opened.customer_name,
        as_of=opened.opened_at,
        customer_code=opened.customer_code,
        customer_type=opened.customer_type,
        customer_grade=opened.customer_grade,
        customer_region=opened.customer_region,
        contact_name=opened.contact_name,
        contact_phone=opened.contact_phone,
        contact_email=opened.contact_email,
        language=opened.language,
        order_number=opened.order_number,
        product_name=opened.product_name,
        product_model=opened.product_model,
        product_serial=opened.product_serial,
        place=opened.place,
        remedy=opened.remedy,
        severity=opened.severity,
        order_amount=opened.order_amount,
        order_currency=opened.order_currency,
        occurred_at=opened.occurred_at,
    )


def case_after(assignment: Assignment, amended: CaseAmended) -> CaseInfo:
    """The case as amended: everything but its identity, kind and channel may change."""
    return CaseInfo(
        id=assignment.case.id,
        number=assignment.case.number,
        kind=assignment.case.kind,
        channel=assignment.case.channel,
        customer_id=amended.customer_id,
        customer_name=amended.customer_name,
        as_of=amended.amended_at,
        customer_code=amended.customer_code,
        customer_type=amended.customer_type,
        customer_grade=amended.customer_grade,
        customer_region=amended.customer_region,
        contact_name=amended.contact_name,
        contact_phone=amended.contact_phone,
        contact_email=amended.contact_email,
        language=amended.language,
        order_number=amended.order_number,
        product_name=amended.product_name,
        product_model=amended.product_model,
        product_serial=amended.product_serial,
        place=amended.place,
        remedy=amended.remedy,
        severity=amended.severity,
        order_amount=amended.order_amount,
        order_currency=amended.order_currency,
        occurred_at=amended.occurred_at,
    )


def facts_of(case: CaseInfo, description: str) -> Facts:
    """What classification may look at."""
    return Facts(
        text=description,
        product=case.product_name or case.product_model or "",
        kind=case.kind,
        channel=case.channel,
        remedy=case.remedy,
        customer_grade=case.customer_grade,
        customer_type=case.customer_type,
        severity=case.severity,
        language=case.language,
        product_model=case.product_model,
        product_serial=case.product_serial,
        order_number=case.order_number,
        place=case.place,
        customer_name=case.customer_name,
        customer_code=case.customer_code,
        customer_region=case.customer_region,
        contact_name=case.contact_name,
        contact_phone=case.contact_phone,
        contact_email=case.contact_email,
        occurred_at=None if case.occurred_at is None else case.occurred_at.astimezone(UTC).isoformat(),
        amount=case.order_amount,
        currency=case.order_currency,
    )
