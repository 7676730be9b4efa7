"""The signed boxes of F-54, customer complaint tracking sheet (seed 000, table 2-54)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.domain.words import BoxName


@dataclass(frozen=True, slots=True)
class SignedBox:
    """Text, signer and moment. A signed box is never overwritten, only superseded, and both stay."""

    box: BoxName
    text: str
    signed_by: str
    signed_at: datetime
    round: int
    superseded_at: datetime | None = None


def sign(boxes: Sequence[SignedBox], box: SignedBox) -> tuple[SignedBox, ...]:
    """The boxes with one more; the standing one of the same name is superseded at that moment."""
    return (
        *(
            replace(old, superseded_at=box.signed_at) if old.box == box.box and old.superseded_at is None else old
            for old in boxes
        ),
        box,
    )


def standing(boxes: Sequence[SignedBox], name: BoxName) -> SignedBox | None:
    """The box that is not superseded, or None while nobody signed it."""
    return next((box for box in boxes if box.box == name and box.superseded_at is None), None)
