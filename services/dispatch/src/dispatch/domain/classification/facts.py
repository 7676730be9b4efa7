"""What classification may look at; nothing else decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """One case as it stands when it is classified (P1 step 01).

    ``product`` is the name or model as the customer gave it and may be empty; ``kind``, ``channel``, ``remedy``,
    ``customer_grade`` and ``customer_type`` are vocabulary identifiers; ``severity`` is the clerk's own judgement, if
    any. ``occurred_at`` is an instant in ISO 8601 and UTC. ``amount`` is what was paid for the order, in the minor unit
    of ``currency`` (ISO 4217). Any unicode is allowed everywhere.
    """

    text: str
    product: str = ""
    kind: str = "complaint"
    channel: str = "web"
    remedy: str | None = None
    customer_grade: str | None = None
    customer_type: str | None = None
    severity: str | None = None
    language: str | None = None
    product_model: str | None = None
    product_serial: str | None = None
    order_number: str | None = None
    place: str | None = None
    customer_name: str | None = None
    customer_code: str | None = None
    customer_region: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    occurred_at: str | None = None
    amount: int | None = None
    currency: str | None = None
