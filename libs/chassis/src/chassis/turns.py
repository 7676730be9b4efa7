"""How soon the event loop gets its turn beside threads that compute."""

import sys

TURN = 0.001
"""Seconds; the interpreter's own are 0.005. A request needs several turns, as each system call gives one away."""


def take_short_turns() -> None:
    """For the whole process."""
    sys.setswitchinterval(TURN)
