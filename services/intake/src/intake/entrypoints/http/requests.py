"""Request bodies to domain values."""

import re
from dataclasses import replace

from chassis.edge import require_sane_json

from intake.domain.case import Contact, Customer, Details, Product
from intake.entrypoints.http.schemas import AmendCase, AmendCustomer, ContactIn, CustomerIn, OpenCase, ProductIn

_PERHAPS_KEY = re.compile(rb'"\s*:')
_PARTS = ("customer", "contact", "product")


def require_unique_keys(body: bytes, request: OpenCase) -> None:
    """Raises MalformedRequest when a key stands twice in one object: parsers disagree on which value counts.

    What looks like a key is counted first, which never counts too few; only where that is more than the request names
    (a text may look like one), the body is parsed once more.
    """
    named = (
        len(request.model_fields_set)
        + len(request.customer.model_fields_set)
        + len(request.contact.model_fields_set)
        + len(request.product.model_fields_set)
    )
    if len(_PERHAPS_KEY.findall(body)) != named:
        require_sane_json(body)


def details_of(request: OpenCase, case_id: str) -> Details:
    """What was reported."""
    return Details(
        customer=_customer(request.customer, case_id),
        contact=_contact(request.contact),
        product=_product(request.product),
        order_number=request.order_number,
        order_amount=request.order_amount,
        order_currency=request.order_currency,
        description=request.description,
        occurred_at=request.occurred_at,
        place=request.place,
        remedy=request.remedy,
        severity=request.severity,
        language=request.language,
    )


def amended_details(details: Details, request: AmendCase, case_id: str) -> Details:
    """The present details with what the request names; parts are merged field by field, null empties a whole part."""
    changes = {name: getattr(request, name) for name in request.model_fields_set if name not in _PARTS}
    if request.customer is not None:
        customer = replace(details.customer, **_given(request.customer))  # type: ignore[arg-type]  # never null: name, grade
        changes["customer"] = replace(customer, id=customer_id(customer.code, case_id))
    if "contact" in request.model_fields_set:
        changes["contact"] = replace(details.contact, **_given(request.contact)) if request.contact else Contact()
    if "product" in request.model_fields_set:
        changes["product"] = replace(details.product, **_given(request.product)) if request.product else Product()
    return replace(details, **changes)


def customer_id(code: str | None, case_id: str) -> str:
    """The customer's code, or an id for this case only."""
    return code or f"once-{case_id}"


def _given(part: AmendCustomer | ContactIn | ProductIn) -> dict[str, str | None]:
    return {name: getattr(part, name) for name in part.model_fields_set}


def _customer(customer: CustomerIn, case_id: str) -> Customer:
    return Customer(
        id=customer_id(customer.code, case_id),
        name=customer.name,
        code=customer.code,
        type=customer.type,
        grade=customer.grade,
        region=customer.region,
    )


def _contact(contact: ContactIn) -> Contact:
    return Contact(contact.name, contact.phone, contact.email)


def _product(product: ProductIn) -> Product:
    return Product(product.name, product.model, product.serial)
