"""Intake's POST beside two baselines, at 1, 16 and 64 connections, in rounds that take turns."""

import statistics
from collections.abc import Mapping
from contextlib import ExitStack

from bench.processes import Run, Server, load
from bench.surroundings import Surroundings

CONNECTIONS = (1, 16, 64)
PORTS = {"bare": 18411, "insert_one": 18412, "intake": 18401}
WARM_UP_SECONDS = 1.0

Results = Mapping[tuple[str, int], Run]


def measure(around: Surroundings, request: bytes, *, rounds: int, seconds: float) -> Results:
    """The median run (by CPU per request) of every server at every number of connections."""
    runs: dict[tuple[str, int], list[Run]] = {}
    with ExitStack() as stack:
        servers: dict[str, Server] = {
            "bare": stack.enter_context(around.application("bench.baselines.bare:app", PORTS["bare"])),
            "insert_one": stack.enter_context(
                around.application("bench.baselines.insert_one:app", PORTS["insert_one"])
            ),
            "intake": stack.enter_context(around.service("intake", PORTS["intake"])),
        }
        for target in servers.values():
            load(target, request, connections=16, seconds=WARM_UP_SECONDS)
        for _ in range(rounds):
            for connections in CONNECTIONS:
                for name, target in servers.items():
                    measured = load(target, request, connections=connections, seconds=seconds)
                    runs.setdefault((name, connections), []).append(measured)
    return {key: _median(found) for key, found in runs.items()}


def _median(runs: list[Run]) -> Run:
    return Run(
        requests=sum(run.requests for run in runs),
        rate=statistics.median(run.rate for run in runs),
        p50_ms=statistics.median(run.p50_ms for run in runs),
        p99_ms=statistics.median(run.p99_ms for run in runs),
        cpu_ms=statistics.median(run.cpu_ms for run in runs),
    )
