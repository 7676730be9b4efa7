"""The closed word lists that a decision may speak (domain words, section 1)."""

from enum import StrEnum

FIELD_NAMES = (
    "product",
    "product_kind",
    "kind",
    "channel",
    "remedy",
    "customer_grade",
    "customer_type",
    "severity",
)
"""What a rule's ``where`` may test: the fields of the facts, and the product kind derived from the product's name."""

FREE_TEXT_FIELD = "product"
"""The one field that people type: compared after normalisation, all others are identifiers and compared as they are."""


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
