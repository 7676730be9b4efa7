"""What is wrong with a ruleset, said so that its author finds the place."""


class RulesetError(ValueError):
    """A ruleset that cannot be used; ``path`` is the place in it, for example ``rules[3].weight``.

    ``further`` are the other mistakes that were found with it.
    """

    code = "ruleset_invalid"

    def __init__(self, path: str, problem: str, further: "tuple[RulesetError, ...]" = ()) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem
        self.further = further


class PatternRefused(ValueError):
    """A regular expression that cannot be used; the text says why."""
