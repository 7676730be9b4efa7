"""Request bodies to domain values."""

from dataclasses import replace

from intake.domain.case import Contact, Customer, Details, Product
from intake.entrypoints.http.schemas import AmendCase, ContactIn, CustomerIn, OpenCase, ProductIn

_REQUIRED = ("description", "occurred_at", "language")
_OPTIONAL = ("order_number", "place", "remedy", "severity")


def details_of(request: OpenCase, case_id: str) -> Details:
    """What was reported."""
    return Details(
        customer=_customer(request.customer, case_id),
        contact=_contact(request.contact),
        product=_product(request.product),
        order_number=request.order_number,
        description=request.description,
        occurred_at=request.occurred_at,
        place=request.place,
        remedy=request.remedy,
        severity=request.severity,
        language=request.language,
    )


def amended_details(details: Details, request: AmendCase, case_id: str) -> Details:
    """The present details with what the request names; what may not be empty keeps its value on null."""
    given = request.model_fields_set
    changes: dict[str, object] = {
        name: getattr(request, name) for name in _REQUIRED if getattr(request, name) is not None
    }
    changes |= {name: getattr(request, name) for name in _OPTIONAL if name in given}
    if request.customer is not None:
        changes["customer"] = _customer(request.customer, case_id)
    if "contact" in given:
        changes["contact"] = _contact(request.contact or ContactIn())
    if "product" in given:
        changes["product"] = _product(request.product or ProductIn())
    return replace(details, **changes)  # type: ignore[arg-type]  # the names are fields of Details


def _customer(customer: CustomerIn, case_id: str) -> Customer:
    return Customer(
        id=customer.code or f"once-{case_id}",
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
