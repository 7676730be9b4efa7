"""The service process."""

import sys

from dispatch.adapters.policy_build import PolicyError
from dispatch.bootstrap import build
from dispatch.domain.classification import RulesetError
from dispatch.domain.opinion.errors import OpinionError
from dispatch.settings import Settings


def main() -> None:
    """Runs until SIGTERM; ends the process with 1 when it failed, 2 for an unusable policy, ruleset or model."""
    try:
        runtime = build(Settings())
    except (PolicyError, RulesetError, OpinionError) as error:
        sys.stderr.write(f"dispatch: {error.code}: {error}\n")
        raise SystemExit(2) from None
    except OSError as error:
        sys.stderr.write(f"dispatch: {error.filename}: {error.strerror}\n")
        raise SystemExit(2) from None
    status = runtime.run()
    if status:
        raise SystemExit(status)
