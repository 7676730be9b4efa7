"""`python -m repair` runs the service."""

import sys

from repair.entrypoints.server import main

if __name__ == "__main__":
    sys.exit(main())
