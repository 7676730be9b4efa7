"""What evaluation asks of regular expressions; the engine itself is an adapter's."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from dispatch.domain.classification.errors import PatternRefused


class TextPattern(Protocol):
    """A compiled pattern, whose searches take time in proportion to the text."""

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Start and end of the first non-empty matches, in order, without overlap; never raises."""
        ...

    def occurs(self, text: str) -> bool:
        """Whether it matches anywhere, be it the empty string; never raises."""
        ...


PatternEngine: TypeAlias = Callable[[str], TextPattern]
"""Compiles a pattern; raises `PatternRefused`."""


def no_patterns(pattern: str) -> TextPattern:  # noqa: ARG001 - the shape of an engine
    """The engine of callers whose rulesets have no regular expressions."""
    raise PatternRefused("pattern_engine_missing")
