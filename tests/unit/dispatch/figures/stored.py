"""What the database answers to a projection."""

from collections.abc import Mapping
from datetime import datetime


def projected(values: Mapping[str, object], projection: Mapping[str, int]) -> dict[str, object]:
    """Only what the projection asks for: a null has no parts and is left out, instants are UTC without their zone."""
    wanted = [path.removeprefix("state.").split(".") for path, shown in projection.items() if shown]

    def part(value: object, paths: list[list[str]]) -> object:
        if isinstance(value, list | tuple):
            return [part(item, paths) for item in value]
        if isinstance(value, datetime):
            return value.replace(tzinfo=None)
        if isinstance(value, dict) and [] in paths:
            return {name: part(below, [[]]) for name, below in value.items()}
        if not isinstance(value, dict):
            return value
        kept = {name: [path[1:] for path in paths if path[0] == name] for name in value}
        there = [name for name, below in kept.items() if [] in below or isinstance(value[name], dict | list | tuple)]
        return {name: part(value[name], kept[name]) for name in there if kept[name]}

    return {"state": part(dict(values), wanted)}
