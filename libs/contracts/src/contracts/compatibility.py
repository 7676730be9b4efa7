"""Additive only: what a new schema of the same version may not change, since messages and readers of the old remain."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

Schema: TypeAlias = Mapping[str, object]

_NOTES = frozenset({"title", "description", "default", "examples", "enum"})


def breaks(old: Schema, new: Schema) -> list[str]:
    """Every change from `old` to `new` that breaks the contract, empty when the change is additive.

    Both are JSON schemas of one flat payload. Allowed are new optional fields, new texts and further values of an
    enumeration (whose readers are rolled out first).
    """
    return [*_fields(old, new), *_required(old, new)]


def _fields(old: Schema, new: Schema) -> Iterator[str]:
    before, after = _object(old, "properties"), _object(new, "properties")
    for name in sorted(before):
        if name not in after:
            yield f"{name}: removed"
        else:
            yield from _shape(name, before[name], after[name])


def _shape(path: str, old: object, new: object) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted((old.keys() | new.keys()) - _NOTES):
            if key not in old or key not in new:
                yield f"{path}: {key} {'added' if key in new else 'dropped'}"
            else:
                yield from _shape(f"{path}.{key}", old[key], new[key])
        gone = _values(old) - _values(new)
        if gone or (bool(_values(old)) != bool(_values(new))):
            yield f"{path}: values removed: {', '.join(sorted(gone))}"
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for before, after in zip(old, new, strict=True):
            yield from _shape(path, before, after)
    elif old != new:
        yield f"{path}: changed from {old!r} to {new!r}"


def _required(old: Schema, new: Schema) -> Iterator[str]:
    before, after = _names(old), _names(new)
    for name in sorted(after - before):
        yield f"{name}: became required"
    for name in sorted(before - after):
        yield f"{name}: no longer required"


def _object(schema: Schema, key: str) -> Mapping[str, object]:
    value = schema.get(key, {})
    if not isinstance(value, dict):
        raise TypeError(f"{key} of a schema must be an object")
    return value


def _names(schema: Schema) -> frozenset[str]:
    value = schema.get("required", [])
    if not isinstance(value, list):
        raise TypeError("required of a schema must be an array")
    return frozenset(str(name) for name in value)


def _values(schema: Mapping[str, object]) -> frozenset[str]:
    value = schema.get("enum", [])
    return frozenset(str(item) for item in value) if isinstance(value, list) else frozenset()
