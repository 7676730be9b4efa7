"""Events as they arrive: a contract's own example, with the fields that a test is about."""

from datetime import UTC, datetime
from typing import TypeVar

from contracts.envelope import Envelope
from contracts.payload import Payload
from contracts.schemas import example_of

P = TypeVar("P", bound=Payload)
ARRIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def payload_of(event: type[P], **fields: object) -> P:
    """The example of the contract with some fields changed."""
    return event.model_validate({**example_of(event), **fields})


def envelope_of(event: type[P], **fields: object) -> Envelope[P]:
    """The payload in its envelope."""
    payload = payload_of(event, **fields)
    return Envelope[event](  # type: ignore[valid-type]
        id="e-1",
        source=event.PUBLISHER,
        type=event.type_name(),
        time=ARRIVED,
        subject="0b5f",
        sequence=1,
        correlationid="0b5f",
        data=payload,
    )
