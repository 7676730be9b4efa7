"""What is wrong with a ruleset, said so that its author finds the places."""

from collections.abc import Sequence

from dispatch.domain.classification.mistakes import Mistake


class RulesetError(ValueError):
    """A ruleset that cannot be used. ``mistakes`` are those found, at least one; ``count`` is how many there are."""

    code = "ruleset_invalid"

    def __init__(self, mistakes: Sequence[Mistake], count: int | None = None) -> None:
        self.mistakes = tuple(mistakes)
        self.count = len(self.mistakes) if count is None else count
        more = f" (and {self.count - 1} more)" if self.count > 1 else ""
        super().__init__(f"{self.path}: {self.problem}{more}" if self.path else f"{self.problem}{more}")

    @property
    def path(self) -> str:
        """Where the first mistake is, for example ``rules[3].weight``."""
        return self.mistakes[0].path

    @property
    def problem(self) -> str:
        """What the first mistake is, in English."""
        return self.mistakes[0].told()


class PatternRefused(ValueError):
    """A regular expression that cannot be used: code and parameters of a `Mistake`."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.mistake = Mistake(code, params=params)
        super().__init__(self.mistake.told())
