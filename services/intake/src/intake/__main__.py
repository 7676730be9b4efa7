"""`python -m intake`."""

from intake.entrypoints.server import main

if __name__ == "__main__":
    main()
