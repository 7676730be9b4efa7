"""Reading nested objects whose shape a schema has checked before."""

from typing import TypeAlias

Manifest: TypeAlias = dict[str, object]


def at(value: object, *path: str) -> object:
    """What lies at a path of keys; None where it ends early."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def mapping(value: object, *path: str) -> Manifest:
    """The object at a path, empty when there is none."""
    found = at(value, *path)
    return found if isinstance(found, dict) else {}


def items(value: object, *path: str) -> list[Manifest]:
    """The objects of a list at a path."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
