"""What is wrong with a ruleset, said so that its author finds the place."""


class RulesetError(ValueError):
    """A ruleset that cannot be used; ``path`` is the place in it, for example ``rules[3].weight``."""

    code = "ruleset_invalid"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem
