"""What is wrong with a model file, a training plan or examples."""


class OpinionError(ValueError):
    """A model, plan or example that cannot be used; `path` is the place in it, such as `weights.data`."""

    code = "opinion_invalid"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem
