"""``make run``: the stack in the foreground until Ctrl-C, SIGTERM or a closed terminal."""

import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from localstack.home import Home
from localstack.services import SERVICES, ServiceSpec
from localstack.stack import Stack

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class EndRequestedError(BaseException):
    """Raised in the main thread by a signal, also in the middle of a start; no handler of errors may swallow it."""


def say(line: str) -> None:
    """Print for people; a terminal that went away must not stop the stack."""
    with contextlib.suppress(OSError):
        print(line, flush=True)


def run_until_ended(
    home: Home,
    seed_file: Path | None,
    ready: Callable[[Stack], None],
    services: Sequence[ServiceSpec] = SERVICES,
    *,
    environment: Mapping[str, str] = os.environ,
    in_memory: bool = False,
) -> None:
    """Start the stack, call ``ready``, wait for a signal, stop; further signals don't disturb the stop.

    ``ready`` may raise ``EndRequestedError`` itself, when nobody is to be waited for.
    """
    for number in _ENDINGS:
        signal.signal(number, _request_end)
    stack = Stack(
        home.root,
        services=services,
        environment=environment,
        in_memory=in_memory,
        seed_file=seed_file,
        report=say,
    )
    try:
        stack.start()
        ready(stack)
        while True:
            signal.pause()
    except EndRequestedError:
        say("stopping ...")
    finally:
        for number in _ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        stack.stop()
    say("stopped; nothing is left running")


def _request_end(number: int, _frame: FrameType | None) -> None:
    for other in _ENDINGS:
        signal.signal(other, signal.SIG_IGN)
    raise EndRequestedError(number)
