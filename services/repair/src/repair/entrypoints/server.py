"""The service process."""

from repair.bootstrap import build
from repair.settings import Settings


def main() -> int:
    """Runs until SIGTERM; the process's exit status."""
    return build(Settings()).run()
