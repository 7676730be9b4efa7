"""Looking at and ending a stack that another process runs."""

from dataclasses import dataclass

from localstack import cleanup, state
from localstack.errors import LocalStackError
from localstack.home import Home
from localstack.lock import HomeLock, is_owned
from localstack.processes import find
from localstack.waiting import wait_until

# Longer than the drain of the services and the stop of broker and database together.
_STOP_S = 90.0
_TAKE_OVER_S = 5.0


@dataclass(frozen=True)
class Row:
    """One process of a stack: what ``ps`` shows. A container has no pid of ours."""

    name: str
    pid: int | None
    port: int | None

    def line(self) -> str:
        return f"{self.name:<16} {self.pid or '-':>8} {self.port or '-':>6}"


def rows(home: Home) -> list[Row]:
    """What runs now, the supervisor first; processes of a killed run are listed as long as they live."""
    recorded = state.load(home)
    refs = [*([recorded.supervisor] if recorded.supervisor else []), *recorded.processes]
    alive = [Row(ref.name, ref.pid, ref.port) for ref in refs if find(ref)]
    return [*alive, *(Row(name, None, None) for name in recorded.containers)]


def is_orphaned(home: Home) -> bool:
    """Whether processes of a stack live without their supervisor."""
    return not is_owned(home) and bool(cleanup.leftovers(home))


def stop(home: Home) -> list[str]:
    """Ask the supervisor to stop, or clean up after a killed one; the answer says what was done, line by line.

    Raises ``LocalStackError`` if the home stays owned.
    """
    done = []
    if is_owned(home):
        supervisor = state.load(home).supervisor
        process = find(supervisor) if supervisor else None
        if process is None:
            raise LocalStackError(f"{home.root} is owned by a process that did not record itself yet; try again")
        process.terminate()
        if not wait_until(lambda: not is_owned(home), _STOP_S):
            process.kill()
            done.append(f"the supervisor (pid {process.pid}) did not stop in {_STOP_S:.0f} s and was killed")
        else:
            done.append("stopped")
    lock = HomeLock(home)
    if not wait_until(lambda: not is_owned(home), _TAKE_OVER_S):
        raise LocalStackError(f"{home.root} is still owned by another process")
    lock.acquire()
    try:
        done += [f"left by an earlier run, ended: {name}" for name in cleanup.clean(home)]
    finally:
        lock.release()
    return done or ["nothing was running"]
