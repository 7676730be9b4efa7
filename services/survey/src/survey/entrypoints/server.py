"""The service process."""

import sys

from survey.adapters.policy_file import PolicyError
from survey.bootstrap import build
from survey.settings import Settings


def main() -> int:
    """Runs until SIGTERM; the process's exit status, 2 for a policy file that cannot be used."""
    try:
        runtime = build(Settings())
    except PolicyError as error:
        sys.stderr.write(f"survey: {error}\n")
        return 2
    return runtime.run()
