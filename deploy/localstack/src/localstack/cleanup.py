"""Removing what a killed run left behind. Only for the holder of the home's lock."""

import shutil

from localstack import containers, state
from localstack.home import Home
from localstack.processes import end, find, marked

_GRACE_S = 5.0


def leftovers(home: Home) -> list[str]:
    """What of an earlier run in ``home`` is still alive, one line each."""
    recorded = {ref.pid: ref.name for ref in state.load(home).processes}
    alive = {process.pid for process in marked(home)} | {ref.pid for ref in state.load(home).processes if find(ref)}
    return [f"{recorded.get(pid, 'process')} (pid {pid})" for pid in sorted(alive)]


def clean(home: Home) -> list[str]:
    """End every leftover and forget the recorded state; the answer names what was ended."""
    found = leftovers(home)
    recorded = [process for ref in state.load(home).processes if (process := find(ref))]
    end(list({process.pid: process for process in (*recorded, *marked(home))}.values()), _GRACE_S)
    for name in state.load(home).containers:
        containers.remove(name)
        found.append(f"container {name}")
    for directory in home.volatile:
        shutil.rmtree(directory, ignore_errors=True)
    state.forget(home)
    return found
