"""Which changes of a schema are additive."""

from copy import deepcopy

import pytest
from contracts.compatibility import breaks
from contracts.registry import EVENTS
from contracts.schemas import JsonSchema, schema_of

OLD: JsonSchema = {
    "type": "object",
    "description": "words",
    "properties": {
        "case_id": {"type": "string", "minLength": 1},
        "kind": {"type": "string", "enum": ["fault", "visit"]},
        "place": {"anyOf": [{"type": "string", "maxLength": 200}, {"type": "null"}], "default": None},
        "words": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["case_id", "kind"],
}


def with_field(name: str, shape: object, *, required: tuple[str, ...] = ("case_id", "kind")) -> JsonSchema:
    schema = deepcopy(OLD)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    properties[name] = shape
    if shape is None:
        del properties[name]
    schema["required"] = list(required)
    return schema


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        with_field("remark", {"type": "string"}),
        with_field("kind", {"type": "string", "enum": ["visit", "callback", "fault"], "description": "better"}),
        {**OLD, "description": "other words", "examples": []},
    ],
    ids=["same", "optional field", "further value", "texts"],
)
def test_additions_pass(new: JsonSchema) -> None:
    assert breaks(OLD, new) == []


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (with_field("place", None), "place: removed"),
        (with_field("remark", {"type": "string"}, required=("case_id", "kind", "remark")), "remark: became required"),
        (with_field("place", {"type": "string"}, required=("case_id",)), "kind: no longer required"),
        (
            with_field("case_id", {"type": "integer", "minLength": 1}),
            "case_id.type: changed from 'string' to 'integer'",
        ),
        (with_field("case_id", {"type": "string", "minLength": 3}), "case_id.minLength: changed from 1 to 3"),
        (with_field("case_id", {"type": "string", "minLength": 1, "pattern": "x"}), "case_id: pattern added"),
        (with_field("kind", {"type": "string", "enum": ["fault"]}), "kind: values removed: visit"),
        (with_field("words", {"type": "array", "items": {"type": "integer"}}), "words.items.type: changed"),
        (with_field("place", {"anyOf": [{"type": "string"}, {"type": "null"}]}), "place.anyOf: maxLength dropped"),
        (with_field("place", {"anyOf": [{"type": "null"}]}), "place.anyOf: changed"),
    ],
)
def test_breaks_are_named(new: JsonSchema, reason: str) -> None:
    assert any(found.startswith(reason) for found in breaks(OLD, new)), breaks(OLD, new)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key())
def test_real_schemas_are_understood(event: type) -> None:
    schema = schema_of(event)
    required = schema["required"]
    assert isinstance(required, list)
    shorter = {**schema, "required": required[1:]}
    assert breaks(schema, schema) == []
    assert breaks(schema, shorter) == [f"{required[0]}: no longer required"]
