"""`python -m notification`."""

import sys

from notification.entrypoints.server import main

if __name__ == "__main__":
    sys.exit(main())
