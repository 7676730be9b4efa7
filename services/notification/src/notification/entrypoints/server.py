"""Runs the service."""

import sys

from notification.adapters.policy_file import PolicyError
from notification.adapters.templates import TemplatesError
from notification.bootstrap import build
from notification.settings import Settings


def main() -> int:
    """Exit code: 0 after a clean drain, 1 when a task died, 2 when policy or templates cannot be used."""
    try:
        runtime = build(Settings())
    except (PolicyError, TemplatesError, OSError) as error:
        sys.stderr.write(f"notification: {error}\n")
        return 2
    return runtime.run()
