"""Between an aggregate's state (a frozen dataclass) and the plain values that a document holds."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeAlias, TypeVar, cast

from pydantic import TypeAdapter

S = TypeVar("S")
Lookup: TypeAlias = Callable[[S], Mapping[str, object]]
"""Plain values derived from a state, for queries alone: written beside it, never read back into it."""


class StateCodec(Generic[S]):
    """Encodes and decodes one state type, nested dataclasses, tuples, literals and instants included.

    Fields that an older document lacks take the dataclass's defaults; fields that it no longer has are ignored.
    """

    def __init__(self, state_type: type[S], lookup: Lookup[S] | None = None) -> None:
        self._adapter: TypeAdapter[S] = TypeAdapter(state_type)
        self._lookup = lookup
        self._adapter.rebuild(raise_errors=True)

    @property
    def has_lookup(self) -> bool:
        """Whether documents have a `lookup`."""
        return self._lookup is not None

    def encode(self, state: S) -> dict[str, object]:
        """State to plain values; raises PydanticSerializationError on a value that could not be decoded again."""
        return cast("dict[str, object]", self._adapter.dump_python(state, warnings="error"))

    def fields(self, state: S) -> dict[str, object]:
        """What a document holds of a state: the state itself and, where the store has one, its `lookup`."""
        encoded: dict[str, object] = {"state": self.encode(state)}
        if self._lookup is not None:
            encoded["lookup"] = dict(self._lookup(state))
        return encoded

    def decode(self, values: Mapping[str, object]) -> S:
        """Plain values to state; raises pydantic.ValidationError on a document that no longer fits its type."""
        return self._adapter.validate_python(values)
