"""Which of the media types that a resource has does the caller prefer? (RFC 9110, section 12.5.1)"""

from collections.abc import Sequence

from chassis.errors import ServiceError

MOST_RANGES = 50


class NotAcceptable(ServiceError):
    """The resource has no representation that the caller accepts."""

    code = "not_acceptable"
    status = 406


def negotiated(accept: str | None, offers: Sequence[str]) -> str:
    """The offer with the highest quality, the earlier one of equals; without a header the first.

    Of the ranges that fit an offer the most exact one holds. Raises `NotAcceptable`.
    """
    if accept is None or not accept.strip():
        return offers[0]
    ranges = [_range(part) for part in accept.split(",")[:MOST_RANGES]]
    best = max(offers, key=lambda offer: _quality(offer, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptable(types=", ".join(offers))
    return best


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    kind = offer.partition("/")[0]
    for fitting in (offer, f"{kind}/*", "*/*"):
        given = [quality for name, quality in ranges if name == fitting]
        if given:
            return max(given)
    return 0.0


def _range(part: str) -> tuple[str, float]:
    """Name and quality; parameters but the quality are not told apart."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            return name, _number(value.strip())
    return name, 1.0


def _number(text: str) -> float:
    """In 0..1, 0 for what is none."""
    whole, _, fraction = text.partition(".")
    if whole not in ("0", "1") or not (fraction == "" or (fraction.isascii() and fraction.isdigit())):
        return 0.0
    return min(float(text), 1.0)
