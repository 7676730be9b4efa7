"""JSON schema, example and summary of a payload, as the generated files show them."""

from typing import TypeAlias

from contracts.payload import Payload

JsonSchema: TypeAlias = dict[str, object]


def file_name(event: type[Payload]) -> str:
    """Such as `case.opened.v1.json`."""
    return f"{event.routing_key()}.json"


def schema_of(event: type[Payload]) -> JsonSchema:
    """JSON schema (2020-12) of the payload, named by the event's type."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{event.type_name().replace('.', ':')}",
        **event.model_json_schema(),
    }


def example_of(event: type[Payload]) -> dict[str, object]:
    """The contract's example. Raises `LookupError` when the payload carries none."""
    examples = schema_of(event).get("examples")
    if not isinstance(examples, list) or not examples or not isinstance(examples[0], dict):
        raise LookupError(f"{event.__name__} has no example; declare it by contracts.payload.example")
    return dict(examples[0])


def summary_of(event: type[Payload]) -> str:
    """First line of the payload's docstring."""
    return (event.__doc__ or event.__name__).strip().splitlines()[0]
