"""Bytes on the wire to envelopes and back, in CloudEvents' structured and batch mode.

One bad element of a batch is told apart from its neighbours: it comes back as `Undecodable`, in its place.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from contracts.envelope import BATCH_CONTENT_TYPE, CONTENT_TYPE, Envelope
from contracts.payload import Payload
from contracts.registry import BY_TYPE
from contracts.upcasts import UPCASTS, UpcastTable, upcast

Failure = Literal["content_type", "malformed", "unknown_type", "upcast", "invalid"]


@dataclass(frozen=True, slots=True)
class Undecodable:
    """A message that no handler can be given; `raw` is what goes to the dead letters.

    `reason` is for people: which fields are wrong, never the values, which may be personal data.
    """

    failure: Failure
    reason: str
    raw: bytes


Decoded: TypeAlias = Envelope[Payload] | Undecodable

_VALIDATE: Mapping[str, Callable[[object], Envelope[Payload]]] = MappingProxyType(
    {name: Envelope[payload].model_validate for name, payload in BY_TYPE.items()}  # type: ignore[valid-type]
)
_REASONS_TOLD = 5


def parse(body: bytes, content_type: str, upcasts: UpcastTable = UPCASTS) -> list[Decoded]:
    """Every event of a message, in order; an unreadable one as `Undecodable`. Never raises on any bytes.

    `content_type` is the message's, parameters allowed; `upcasts` lifts old versions before they are validated.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in (CONTENT_TYPE, BATCH_CONTENT_TYPE):
        return [Undecodable("content_type", f"content type {media_type[:100]!r} is not one of CloudEvents", body)]
    try:
        content: object = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        return [Undecodable("malformed", f"not JSON: {error}", body)]
    if media_type == CONTENT_TYPE:
        return [_decode(content, upcasts)]
    if not isinstance(content, list):
        return [Undecodable("malformed", "a batch must be a JSON array", body)]
    return [_decode(element, upcasts) for element in content]


def dump(envelope: Envelope[Payload]) -> bytes:
    """One event in structured mode. Attributes that are not set are null, which CloudEvents' JSON format allows."""
    return envelope.__pydantic_serializer__.to_json(envelope)


def join(events: Iterable[bytes]) -> bytes:
    """Events in structured mode, packed into the body of one batch message."""
    return b"[" + b",".join(events) + b"]"


def _decode(element: object, upcasts: UpcastTable) -> Decoded:
    if not isinstance(element, dict):
        return _undecodable("malformed", "an event must be a JSON object", element)
    type_name = element.get("type")
    if not isinstance(type_name, str):
        return _undecodable("invalid", "type: missing or not a text", element)
    event: Mapping[str, object] = element
    if type_name in upcasts:
        data = element.get("data")
        if not isinstance(data, dict):
            return _undecodable("invalid", "data: missing or not an object", element)
        try:
            type_name, lifted = upcast(type_name, data, upcasts)
        except (LookupError, TypeError, ValueError) as error:
            return _undecodable("upcast", f"cannot be lifted to a newer version: {type(error).__name__}", element)
        event = {**element, "type": type_name, "data": lifted}
    validate = _VALIDATE.get(type_name)
    if validate is None:
        return _undecodable("unknown_type", f"no contract is named {type_name[:200]!r}", element)
    try:
        return validate(event)
    except ValidationError as error:
        return _undecodable("invalid", _told(error), element)


def _undecodable(failure: Failure, reason: str, element: object) -> Undecodable:
    return Undecodable(failure, reason, to_json(element))


def _told(error: ValidationError) -> str:
    details: Sequence[str] = [
        f"{'.'.join(str(part) for part in detail['loc'])}: {detail['msg']}"
        for detail in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    more = f"; and {len(details) - _REASONS_TOLD} more" if len(details) > _REASONS_TOLD else ""
    return "; ".join(details[:_REASONS_TOLD]) + more
