"""Typed reading of untyped data (parsed YAML or JSON), every refusal naming its place."""

import re
import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from dispatch.domain.classification.errors import RulesetError

Choice = TypeVar("Choice", bound=StrEnum)

MOST_CHARACTERS = 200
_LARGEST = 1e300
MOST_IDENTIFIER = 100
_IDENTIFIER = re.compile(r"[\w.:@-]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands; each method returns what it names or raises `RulesetError`."""

    value: object
    path: str = ""

    def fields(self, *, required: frozenset[str], optional: frozenset[str] = frozenset()) -> dict[str, "Node"]:
        """The entries of a mapping that may only have these keys and must have the required ones."""
        entries = self.entries()
        for name in entries:
            if name not in required | optional:
                raise RulesetError(self._below(name), "unknown field")
        for name in sorted(required):
            if name not in entries:
                raise RulesetError(self._below(name), "required field is missing")
        return entries

    def entries(self) -> dict[str, "Node"]:
        """The entries of a mapping with string keys."""
        if not isinstance(self.value, Mapping):
            raise RulesetError(self.path, "must be a mapping")
        nodes: dict[str, Node] = {}
        for key, value in self.value.items():
            if not isinstance(key, str):
                raise RulesetError(self.path, f"key {key!r} must be a string")
            nodes[key] = Node(value, self._below(key))
        return nodes

    def items(self) -> Iterator["Node"]:
        """The members of a list."""
        if not isinstance(self.value, list):
            raise RulesetError(self.path, "must be a list")
        for index, value in enumerate(self.value):
            yield Node(value, f"{self.path}[{index}]")

    def text(self, longest: int = MOST_CHARACTERS) -> str:
        """A string that is not blank and has no control characters."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise RulesetError(self.path, f"must be a non-empty string, not {self._shown()} (quote it if it is a word)")
        if len(self.value) > longest:
            raise RulesetError(self.path, f"must not be longer than {longest} characters")
        if _CONTROL.search(self.value):
            raise RulesetError(self.path, "must not have control characters or half characters")
        return self.value

    def identifier(self) -> str:
        """A name of letters, digits and ``. _ : @ -``."""
        if not _IDENTIFIER.fullmatch(self.text(MOST_IDENTIFIER)):
            raise RulesetError(self.path, f"must be letters, digits and . _ : @ - only, not {self._shown()}")
        return self.text()

    def texts(self) -> tuple[str, ...]:
        """A list of strings, or one string standing for a list of one."""
        if isinstance(self.value, str):
            return (self.text(),)
        return tuple(item.text() for item in self.items())

    def positive(self) -> float:
        """A finite number above zero."""
        number = self._number()
        if number <= 0:
            raise RulesetError(self.path, f"must be above 0, not {self._shown()}")
        return number

    def fraction(self) -> float:
        """A number in 0..1."""
        number = self._number()
        if not 0 <= number <= 1:
            raise RulesetError(self.path, f"must lie in 0..1, not {self._shown()}")
        return number

    def whole(self, least: int = 1) -> int:
        """A whole number from ``least``, within 63 bits."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not least <= self.value < 1 << 63:
            raise RulesetError(self.path, f"must be a whole number from {least}, not {self._shown()}")
        return self.value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise RulesetError(self.path, f"must be true or false, not {self._shown()}")
        return self.value

    def choice(self, kind: type[Choice], what: str) -> Choice:
        """A member of an enumeration."""
        try:
            return kind(self.text())
        except ValueError as error:
            if isinstance(error, RulesetError):
                raise
            known = ", ".join(kind)
            raise RulesetError(self.path, f"unknown {what} {self._shown()}; known: {known}") from error

    def _shown(self) -> str:
        """The value as a message may quote it: short, whatever it is."""
        return reprlib.repr(self.value)

    def _number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not abs(self.value) < _LARGEST:
            raise RulesetError(self.path, f"must be a finite number, not {self._shown()}")
        return float(self.value)

    def _below(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name
