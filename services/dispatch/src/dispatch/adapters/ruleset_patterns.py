"""Regular expressions of rulesets by RE2: a search takes time in proportion to the text, whatever the pattern."""

from collections.abc import Iterator
from itertools import islice
from typing import Final, Protocol, cast

import re2

from dispatch.domain.classification.errors import PatternRefused
from dispatch.domain.classification.patterns import TextPattern

MEMORY_BYTES: Final = 256 * 1024
"""What RE2 may use for one pattern."""
MOST_INSTRUCTIONS: Final = 2_000
"""Of the compiled program; with the length of a text it bounds the time of a search."""
MOST_MATCHES: Final = 20


class _Match(Protocol):
    def span(self) -> tuple[int, int]: ...


class _Regexp(Protocol):
    programsize: int

    def finditer(self, text: str) -> Iterator[_Match]: ...

    def search(self, text: str) -> _Match | None: ...


class Re2Pattern:
    """One compiled pattern; immutable."""

    __slots__ = ("_regexp",)

    def __init__(self, pattern: str) -> None:
        options = re2.Options()
        options.max_mem = MEMORY_BYTES
        options.case_sensitive = False
        options.never_capture = True
        options.log_errors = False
        try:
            self._regexp = cast("_Regexp", re2.compile(pattern, options))
        except re2.error as error:
            reason, _, fragment = _told(error).partition(": ")
            raise PatternRefused("pattern_invalid", reason=reason, fragment=fragment or pattern) from error
        if self._regexp.programsize > MOST_INSTRUCTIONS:
            raise PatternRefused("pattern_too_large", steps=self._regexp.programsize, most=MOST_INSTRUCTIONS)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The first non-empty matches."""
        found = (match.span() for match in self._regexp.finditer(_encodable(text)))
        return list(islice((span for span in found if span[0] < span[1]), MOST_MATCHES))

    def occurs(self, text: str) -> bool:
        """Whether it matches anywhere."""
        return self._regexp.search(_encodable(text)) is not None


def re2_pattern(pattern: str) -> TextPattern:
    """The engine for `parse_ruleset` and `compile_ruleset`; raises `PatternRefused`."""
    return Re2Pattern(pattern)


def _encodable(text: str) -> str:
    """Half characters, which UTF-8 cannot say, become question marks in their place."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _told(error: Exception) -> str:
    told = error.args[0] if error.args else ""
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
