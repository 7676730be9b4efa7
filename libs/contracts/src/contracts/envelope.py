"""CloudEvents 1.0 envelope in JSON, structured mode, with the extensions that the suite needs."""

from typing import Generic, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SerializeAsAny

from contracts.payload import Payload

P = TypeVar("P", bound=Payload, covariant=True)

CONTENT_TYPE = "application/cloudevents+json"
BATCH_CONTENT_TYPE = "application/cloudevents-batch+json"


class Envelope(BaseModel, Generic[P]):
    """One event on the wire.

    `subject` is the aggregate's id, `sequence` counts the aggregate's events from 1, `correlationid` is the case's id,
    `causationid` the id of the event or request that led to this one, `traceparent` a W3C trace context.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=1, max_length=200)
    source: str = Field(min_length=1, max_length=200)
    type: str = Field(min_length=1, max_length=200)
    time: AwareDatetime
    subject: str = Field(min_length=1, max_length=200)
    datacontenttype: Literal["application/json"] = "application/json"
    sequence: int = Field(ge=1)
    correlationid: str = Field(min_length=1, max_length=200)
    causationid: str | None = None
    traceparent: str | None = None
    data: SerializeAsAny[P]
