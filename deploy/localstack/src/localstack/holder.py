"""Backends held for another process: several may share them, and they end with their owner however it ends."""

import signal
from pathlib import Path
from types import FrameType

from localstack.backends import start_backends
from localstack.processes import ProcessRef, find
from localstack.waiting import wait_until

_LOOK_S = 0.2
_FOREVER_S = 24 * 3600.0


def hold(home: Path, owner: ProcessRef) -> None:
    """Start backends in ``home`` (data in memory) and stop them when ``owner`` is gone or at SIGTERM."""
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with start_backends(home, in_memory=True):
        wait_until(lambda: bool(asked) or find(owner) is None, _FOREVER_S, _LOOK_S)
