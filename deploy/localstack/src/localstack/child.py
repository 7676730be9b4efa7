"""One child process of the stack: started apart from the terminal, logged to a file, ended within bounds."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from localstack.errors import NotReadyError
from localstack.home import Home
from localstack.processes import MARKER, ProcessRef, reference
from localstack.waiting import wait_until

_LOG_TAIL_LINES = 15
_REAP_S = 10.0


@dataclass
class Child:
    """A restartable child; its own session keeps the terminal's Ctrl-C from reaching it before its clients ended."""

    name: str
    home: Home
    command: Sequence[str]
    environment: Mapping[str, str]
    port: int | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        return self.home.logs / f"{self.name}.log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def ref(self) -> ProcessRef | None:
        """Its record for the state file, ``None`` while it isn't running."""
        return reference(self.name, self._process.pid, self.port) if self._process and self.alive() else None

    def spawn(self) -> None:
        """Start it; its output is appended to its log."""
        environment = {**self.environment, MARKER: str(self.home.root)}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                env=environment,
                cwd=self.home.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def wait_ready(self, ready: Callable[[], bool], timeout: float) -> None:
        """Wait until ``ready()``; ``NotReadyError`` with the end of the log if it ends before or takes too long."""
        came = wait_until(lambda: not self.alive() or ready(), timeout)
        if not self.alive():
            code = self._process.returncode if self._process else "never started"
            raise NotReadyError(f"{self.name} ended early ({code}); the end of {self.log}:\n{self.log_tail()}")
        if not came:
            raise NotReadyError(
                f"{self.name} not ready after {timeout:.0f} s; the end of {self.log}:\n{self.log_tail()}"
            )

    def kill(self) -> None:
        """SIGKILL, as a crash would look like; returns when it is gone."""
        self._signal_group(signal.SIGKILL)
        self._reap(_REAP_S)

    def request_end(self) -> None:
        """SIGTERM without waiting."""
        if self.alive() and self._process:
            self._process.terminate()

    def end(self, grace_s: float) -> None:
        """SIGTERM, at most ``grace_s`` seconds, then SIGKILL."""
        self.request_end()
        if not self._reap(grace_s):
            self.kill()

    def log_tail(self) -> str:
        """The last lines of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-_LOG_TAIL_LINES:])

    def _signal_group(self, number: signal.Signals) -> None:
        if self.alive() and self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _reap(self, timeout: float) -> bool:
        if self._process is None:
            return True
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True


def end_all(children: Sequence[Child], grace_s: float) -> None:
    """SIGTERM to all at once, at most ``grace_s`` seconds for them together, then SIGKILL for the rest."""
    for child in children:
        child.request_end()
    wait_until(lambda: not any(child.alive() for child in children), grace_s)
    for child in children:
        child.kill()
