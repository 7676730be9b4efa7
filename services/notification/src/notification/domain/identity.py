"""Ids of notifications: derived from the event, so that a repeated event finds what it made before."""

import hashlib
import re
from typing import Final

from notification.domain.notification import Channel

_SAFE: Final = re.compile(r"[A-Za-z0-9:._-]{1,90}")
CUSTOMER_SLOT: Final = "customer"
BY_PHONE_SLOT: Final = "customer:by_phone"


def notification_id(event_id: str, slot: str, channel: Channel) -> str:
    """`{event_id}:{slot}:{channel}`, where the slot is the addressee or one of the two slots for a customer.

    A part that a path cannot carry (other characters, too long) is replaced by its digest.
    """
    return f"{_part(event_id)}:{_part(slot)}:{channel}"


def _part(text: str) -> str:
    if _SAFE.fullmatch(text):
        return text
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
