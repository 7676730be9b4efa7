"""`python -m survey` runs the service."""

import sys

from survey.entrypoints.server import main

if __name__ == "__main__":
    sys.exit(main())
