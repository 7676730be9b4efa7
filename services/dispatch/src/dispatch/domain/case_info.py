"""What the assignment keeps of the customer's matter: enough to work on it without asking another service."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.words import Channel, CustomerType, Grade, Kind, Language, LevelName, Remedy


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """The case as the front desk described it at `as_of`; its description is the first box of F-54.

    `order_number` None means "no order, other complaint" (form F-54). `order_amount` is in the minor unit of the
    currency (ISO 4217). `occurred_at` None: opened before this was kept.
    """

    id: str
    number: str
    kind: Kind
    channel: Channel
    customer_id: str
    customer_name: str
    as_of: datetime
    customer_code: str | None = None
    customer_type: CustomerType | None = None
    customer_grade: Grade = "C"
    customer_region: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    language: Language = "zh"
    order_number: str | None = None
    product_name: str | None = None
    product_model: str | None = None
    product_serial: str | None = None
    place: str | None = None
    remedy: Remedy | None = None
    severity: LevelName | None = None
    order_amount: int | None = None
    order_currency: str | None = None
    occurred_at: datetime | None = None
