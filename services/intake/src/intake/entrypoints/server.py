"""Process entry: settings from the environment, build, serve."""

import sys

from intake.bootstrap import build
from intake.settings import Settings


def main() -> None:
    """Serve until told to stop."""
    sys.exit(build(Settings()).run())
