"""The toy as a process of its own: `python -m tests.integration.chassis.run_toy`, settings from the environment."""

import sys

from chassis.settings import ServiceSettings

from tests.integration.chassis import toy

if __name__ == "__main__":
    sys.exit(toy.compose(ServiceSettings()).runtime.run())
