"""The closed word lists that a decision may speak (domain words, section 1)."""

from enum import StrEnum

USUAL_FIELDS = (
    "product",
    "product_kind",
    "kind",
    "channel",
    "remedy",
    "customer_grade",
    "customer_type",
    "severity",
)
"""The fields that every evaluation reads; the product kind is derived from the product's name."""

TYPED_FIELDS = (
    "product_model",
    "product_serial",
    "order_number",
    "place",
    "customer_name",
    "customer_code",
    "customer_region",
    "contact_name",
    "contact_phone",
    "contact_email",
)
"""Further fields that people type; read only where a ruleset asks for them."""

PLAIN_FIELDS = ("language", "currency", "occurred_at")
"""Further identifiers, and when it happened (ISO 8601, UTC); read only where a ruleset asks for them."""

AMOUNT_FIELD = "amount"
"""The one number: what was paid for the order, in the minor unit of its currency (fen, cents)."""

FIELD_NAMES = (*USUAL_FIELDS, *TYPED_FIELDS, *PLAIN_FIELDS, AMOUNT_FIELD)
"""What a rule's ``where`` may test."""

FREE_TEXT_FIELDS = frozenset({"product", *TYPED_FIELDS})
"""What people type is compared after normalisation, all other fields are identifiers and compared as they are."""


class Category(StrEnum):
    """What a case is about; every category belongs to exactly one team."""

    RETURN_EXCHANGE = "return_exchange"
    PRODUCT_QUALITY = "product_quality"
    PRODUCT_DESIGN = "product_design"
    SOFTWARE_FAULT = "software_fault"
    USAGE = "usage"
    DELIVERY = "delivery"
    SERVICE = "service"
    COMMERCIAL = "commercial"
    OTHER = "other"


class Level(StrEnum):
    """Severity (how much harm) and urgency (how fast it grows) share one scale, in rising order."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


LEVELS_RISING = tuple(Level)


def higher_level(first: Level, second: Level) -> Level:
    """The graver of two levels."""
    return max(first, second, key=LEVELS_RISING.index)


class GivenSeverity(StrEnum):
    """What the severity chosen by the clerk means to the rules."""

    FLOOR = "floor"
    OVERRIDES = "overrides"


class Polarity(StrEnum):
    """Which occurrences of its words a condition counts: all, those not negated, or only the negated ones."""

    ANY = "any"
    PLAIN = "plain"
    NEGATED = "negated"
