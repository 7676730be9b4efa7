"""Recognising the stack's own processes, also after the process that started them was killed.

A pid alone proves nothing, it is reused: a recorded process counts only with its start time. And because a supervisor
may be killed before it recorded a child, every child also carries the home directory in its environment.
"""

import signal

import psutil
from pydantic import BaseModel

from localstack.home import Home
from localstack.waiting import wait_until

MARKER = "AFTERSALES_STACK_HOME"
# The start time is derived from ticks since boot and the boot time, which clock adjustments move a little.
_START_TOLERANCE_S = 1.0


class ProcessRef(BaseModel):
    """One process of the stack as the state file records it; ``started`` is epoch seconds."""

    name: str
    pid: int
    started: float
    port: int | None = None


def reference(name: str, pid: int, port: int | None = None) -> ProcessRef | None:
    """The record of the running process ``pid``, ``None`` if it is gone already."""
    try:
        return ProcessRef(name=name, pid=pid, started=psutil.Process(pid).create_time(), port=port)
    except psutil.NoSuchProcess:
        return None


def find(ref: ProcessRef) -> psutil.Process | None:
    """The live process that ``ref`` recorded; ``None`` if it ended or the pid belongs to somebody else now."""
    try:
        process = psutil.Process(ref.pid)
        same = abs(process.create_time() - ref.started) <= _START_TOLERANCE_S
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None


def marked(home: Home) -> list[psutil.Process]:
    """Every live process that some run of the stack in ``home`` started."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARKER) == str(home.root) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def end(processes: list[psutil.Process], grace_s: float) -> None:
    """SIGTERM to all, ``grace_s`` seconds for them to go, then SIGKILL."""
    _signal(processes, signal.SIGTERM)
    if not wait_until(lambda: not any(map(_alive, processes)), grace_s):
        _signal(processes, signal.SIGKILL)
        wait_until(lambda: not any(map(_alive, processes)), grace_s)


def _signal(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            continue


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
