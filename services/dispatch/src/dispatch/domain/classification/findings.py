"""Reads on after a mistake, so that an author hears of all of them at once."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from dispatch.domain.classification.errors import RulesetError

T = TypeVar("T")
N = TypeVar("N")

MOST_TOLD = 50
"""So many mistakes are told."""


class Findings:
    """Collects mistakes; `finish` raises the first with the others."""

    __slots__ = ("_errors",)

    def __init__(self) -> None:
        self._errors: list[RulesetError] = []

    def each(self, nodes: Iterable[N], parse: Callable[[N], T]) -> tuple[T, ...]:
        """What could be read of a list."""
        made: list[T] = []
        for node in nodes:
            try:
                made.append(parse(node))
            except RulesetError as error:
                self._add(error)
        return tuple(made)

    def check(self, *sections: Callable[[], object]) -> None:
        """Read each section only to see whether it can be read."""
        for section in sections:
            try:
                section()
            except RulesetError as error:
                self._add(error)

    def finish(self) -> None:
        """Raises `RulesetError` when anything was found."""
        if self._errors:
            first, *others = self._errors
            raise RulesetError(first.path, first.problem, tuple(others[: MOST_TOLD - 1]))

    def _add(self, error: RulesetError) -> None:
        self._errors += [error, *error.further]
