"""Reads on after a mistake, so that an author hears of all of them at once."""

from collections.abc import Iterable

from dispatch.domain.classification.errors import RulesetError
from dispatch.domain.classification.mistakes import Mistake, Place

MOST_TOLD = 200
"""So many mistakes are told; more are only counted."""


class Findings:
    """Collects mistakes; `finish` raises all of them."""

    __slots__ = ("_mistakes", "_places", "count")

    def __init__(self, mistakes: Iterable[Mistake] = ()) -> None:
        self._mistakes: list[Mistake] = []
        self._places: set[Place] = set()
        self.count = 0
        for mistake in mistakes:
            self.add(mistake)

    def add(self, mistake: Mistake) -> None:
        """One more."""
        self.count += 1
        if len(self._mistakes) < MOST_TOLD:
            self._mistakes.append(mistake)

    def refuse(self, mistake: Mistake) -> None:
        """A value is not what it must be; what follows from that at the same place is not told."""
        if mistake.place not in self._places:
            self._places.add(mistake.place)
            self.add(mistake)

    def finish(self) -> None:
        """Raises `RulesetError` when anything was found."""
        if self._mistakes:
            raise RulesetError(self._mistakes, self.count)
