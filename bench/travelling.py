"""End to end: POST, stored, published, consumed, assignment stored; the suite beside the plain way."""

import time
from contextlib import ExitStack
from dataclasses import dataclass

from bench.processes import load, server
from bench.surroundings import Surroundings

CONNECTIONS = 64
PATIENCE_SECONDS = 120.0
PORTS = {"suite": 18421, "dispatch": 18422, "plain": 18423}


@dataclass(frozen=True, slots=True)
class Travel:
    """Cases that arrived, and how many per second from the first POST to the last stored assignment."""

    cases: int
    rate: float


def suite(around: Surroundings, request: bytes, seconds: float) -> Travel:
    """Intake and dispatch as they are."""
    with ExitStack() as stack:
        stack.enter_context(around.service("dispatch", PORTS["dispatch"]))
        intake = stack.enter_context(around.service("intake", PORTS["suite"]))
        before = around.count("bench_dispatch", "assignments")
        load(intake, request, connections=16, seconds=1)
        cases = around.count("bench_intake", "cases")
        around.wait_count("bench_dispatch", "assignments", cases, PATIENCE_SECONDS)
        before = around.count("bench_dispatch", "assignments")
        began = time.perf_counter()
        run = load(intake, request, connections=CONNECTIONS, seconds=seconds)
        ended = around.wait_count("bench_dispatch", "assignments", before + run.requests, PATIENCE_SECONDS)
    return Travel(run.requests, run.requests / (ended - began))


def plain(around: Surroundings, request: bytes, seconds: float) -> Travel:
    """One insert, one awaited publish, one write per message."""
    with ExitStack() as stack:
        intake = stack.enter_context(around.application("bench.baselines.plain_intake:app", PORTS["plain"]))
        environment = around.environment(0, "bench")
        stack.enter_context(server(["bench.baselines.plain_dispatch"], 0, environment, ready="", log=around.log))
        warm = load(intake, request, connections=16, seconds=1)
        before = around.wait_count("bench_plain_dispatch", "assignments", warm.requests, PATIENCE_SECONDS) and 0
        before = around.count("bench_plain_dispatch", "assignments")
        began = time.perf_counter()
        run = load(intake, request, connections=CONNECTIONS, seconds=seconds)
        ended = around.wait_count("bench_plain_dispatch", "assignments", before + run.requests, PATIENCE_SECONDS)
    return Travel(run.requests, run.requests / (ended - began))
