"""Old versions of payloads, lifted step by step to the version that the code of today reads.

A break in a contract is a new version; the step from the version before it stands here, so that a message that waited
in a retry queue or among the dead letters for a month is still understood. Steps are pure and see plain JSON objects.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

JsonObject: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Upcast:
    """One step: the CloudEvents type it leads to (`aftersales.case.opened.v2`) and the conversion of `data`."""

    to: str
    convert: Callable[[JsonObject], JsonObject]


UpcastTable: TypeAlias = Mapping[str, Upcast]
"""From the old CloudEvents type to the step that leaves it."""

UPCASTS: UpcastTable = MappingProxyType({})
"""Every contract is at its first version."""


class UpcastLoop(ValueError):
    """The steps of a table come back to a version already passed."""


def upcast(type_name: str, data: JsonObject, table: UpcastTable = UPCASTS) -> tuple[str, JsonObject]:
    """Type and data at the newest version the table knows; unchanged when there is no step.

    Raises `UpcastLoop` when the table leads in a circle; what a step raises on data it cannot read is passed on.
    """
    passed = {type_name}
    while (step := table.get(type_name)) is not None:
        type_name, data = step.to, step.convert(data)
        if type_name in passed:
            raise UpcastLoop(f"the upcasts of {type_name} lead in a circle")
        passed.add(type_name)
    return type_name, data
