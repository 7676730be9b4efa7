"""Keeps processes running: notices that one ended, says so, starts it again after a back-off."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from localstack.backoff import BackOff, BackOffPolicy
from localstack.errors import LocalStackError

_TICK_S = 0.1
_JOIN_S = 30.0


class Keepable(Protocol):
    """A process or container that can be started again."""

    def alive(self) -> bool: ...

    def start(self) -> None: ...


class Keeper:
    """A thread that watches named units until ``stop``; ``changed`` is called after every start.

    ``guard`` is held around each look, so that others can change the stack without being watched meanwhile.
    """

    def __init__(
        self,
        guard: threading.RLock,
        report: Callable[[str], None],
        changed: Callable[[], None],
        policy: BackOffPolicy | None = None,
    ) -> None:
        self._guard = guard
        self._report = report
        self._changed = changed
        self._policy = policy or BackOffPolicy()
        self._units: dict[str, tuple[Keepable, BackOff]] = {}
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def watch(self, name: str, unit: Keepable) -> None:
        """Watch ``unit``, which has just been started."""
        back_off = BackOff(self._policy)
        back_off.note_start(time.monotonic())
        self._units[name] = (unit, back_off)

    def unwatch(self, name: str) -> None:
        self._units.pop(name, None)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """No start happens after this returns."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(_JOIN_S)

    def look(self, now: float) -> None:
        """Look once at every unit."""
        with self._guard:
            for name, (unit, back_off) in list(self._units.items()):
                if not self._ending.is_set() and not unit.alive():
                    self._care(name, unit, back_off, now)

    def _care(self, name: str, unit: Keepable, back_off: BackOff, now: float) -> None:
        if back_off.due is None:
            delay = back_off.note_end(now)
            self._report(f"{name} ended; starting it again in {delay:.1f} s")
        elif back_off.may_start(now):
            back_off.note_start(now)
            try:
                unit.start()
            except (LocalStackError, OSError) as error:
                self._report(f"{name} could not be started: {error}")
            else:
                self._report(f"{name} started again")
            self._changed()

    def _run(self) -> None:
        while not self._ending.wait(_TICK_S):
            self.look(time.monotonic())
