"""Typed reading of untyped data (parsed YAML or JSON), every refusal naming its place."""

import re
import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from dispatch.domain.classification.findings import Findings
from dispatch.domain.classification.mistakes import Mistake, Place
from dispatch.domain.classification.patterns import PatternEngine

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

MOST_CHARACTERS = 200
_LARGEST = 1e300
MOST_IDENTIFIER = 100
_IDENTIFIER = re.compile(r"[\w.:@-]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the nodes of one ruleset share: its mistakes so far, and what says whether a pattern can be used."""

    found: Findings
    engine: PatternEngine | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands. Each method returns what it names.

    For a value that is something else it tells the mistake and returns what does no harm: the reading goes on, and its
    result is thrown away in the end.
    """

    value: object
    reading: Reading
    place: Place = ()

    def refuse(self, code: str, **params: str | int) -> None:
        """This value is not what it must be."""
        if self.value is not _ABSENT:
            self.reading.found.refuse(Mistake(code, self.place, params))

    def fields(self, *, required: frozenset[str], optional: frozenset[str] = frozenset()) -> dict[str, "Node"]:
        """The entries of a mapping that may only have these keys and must have the required ones."""
        entries = self.entries()
        for name, entry in entries.items():
            if name not in required | optional:
                entry.refuse("unknown_field")
        for name in sorted(required - entries.keys()):
            if isinstance(self.value, Mapping):
                self._below(None, name).refuse("missing_field")
            entries[name] = self._below(_ABSENT, name)
        return entries

    def entries(self) -> dict[str, "Node"]:
        """The entries of a mapping with string keys."""
        if not isinstance(self.value, Mapping):
            return self._refused({}, "not_a_mapping")
        for key in self.value:
            if not isinstance(key, str):
                self.refuse("key_not_text", shown=reprlib.repr(key))
        return {key: self._below(value, key) for key, value in self.value.items() if isinstance(key, str)}

    def items(self) -> Iterator["Node"]:
        """The members of a list."""
        if not isinstance(self.value, list):
            return self._refused(iter(()), "not_a_list")
        return (self._below(value, index) for index, value in enumerate(self.value))

    def key(self) -> "Node":
        """The last part of the place as a value."""
        return Node(self.place[-1], self.reading, self.place)

    def text(self, longest: int = MOST_CHARACTERS) -> str:
        """A string that is not blank and has no control characters."""
        if not isinstance(self.value, str) or not self.value.strip():
            return self._refused("", "not_text", shown=self.shown())
        if len(self.value) > longest:
            return self._refused("", "text_too_long", most=longest)
        if _CONTROL.search(self.value):
            return self._refused("", "control_characters")
        return self.value

    def identifier(self) -> str:
        """A name of letters, digits and ``. _ : @ -``."""
        if not _IDENTIFIER.fullmatch(text := self.text(MOST_IDENTIFIER)):
            self.refuse("not_an_identifier", shown=self.shown())
        return text

    def texts(self) -> tuple[str, ...]:
        """A list of strings, or one string standing for a list of one."""
        if isinstance(self.value, str):
            return (self.text(),)
        return tuple(item.text() for item in self.items())

    def positive(self) -> float:
        """A finite number above zero."""
        number = self._number()
        return number if number > 0 else self._refused(1.0, "not_positive", shown=self.shown())

    def fraction(self) -> float:
        """A number in 0..1."""
        number = self._number()
        return number if 0 <= number <= 1 else self._refused(1.0, "not_a_fraction", shown=self.shown())

    def whole(self, least: int = 1) -> int:
        """A whole number from ``least``, within 63 bits."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not least <= self.value < 1 << 63:
            return self._refused(least, "not_whole", least=least, shown=self.shown())
        return self.value

    def flag(self) -> bool:
        """True or false."""
        return self.value if isinstance(self.value, bool) else self._refused(False, "not_a_flag", shown=self.shown())

    def choice(self, kind: type[Choice], what: str) -> Choice:
        """A member of an enumeration; ``what`` is the end of the mistake's code."""
        text = self.text()
        if text in tuple(kind):
            return kind(text)
        return self._refused(next(iter(kind)), f"unknown_{what}", shown=self.shown(), known=", ".join(kind))

    def shown(self) -> str:
        """The value as a message may quote it: short, whatever it is."""
        return reprlib.repr(self.value)

    def _number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not abs(self.value) < _LARGEST:
            return self._refused(1.0, "not_a_number", shown=self.shown())
        return float(self.value)

    def _refused(self, harmless: T, code: str, **params: str | int) -> T:
        self.refuse(code, **params)
        return harmless

    def _below(self, value: object, part: str | int) -> "Node":
        return Node(value, self.reading, (*self.place, part))
