"""`python -m bench`: every figure of the README, beside its baselines, with the targets as ratios within this run.

Exit code 1 when a target is missed. `BENCH_SECONDS` (default 4) and `BENCH_ROUNDS` (default 3) bound a run.
`python -m bench queue` measures the work queue alone, on a database that takes minutes to fill; `figures` the figures
of 100,000 cases.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from intake.entrypoints.http.schemas import EXAMPLE

from bench import figures, footprint, posting, routing_time, travelling, work_queue
from bench.processes import Run, post
from bench.surroundings import surroundings

MOST = 64


def main() -> int:
    """Measure, print, judge."""
    seconds = float(os.environ.get("BENCH_SECONDS", "4"))
    rounds = int(os.environ.get("BENCH_ROUNDS", "3"))
    with tempfile.TemporaryDirectory(prefix="aftersales-bench-") as directory, surroundings(Path(directory)) as around:
        request = post(json.dumps(EXAMPLE).encode(), around.token)
        posted = posting.measure(around, request, rounds=rounds, seconds=seconds)
        _show_posting(posted)
        suite = travelling.suite(around, request, seconds * 2)
        plain = travelling.plain(around, request, seconds * 2)
        print("\nEnd to end, 64 connections (first POST to last stored assignment)")
        print(f"  suite  {suite.rate:8.0f}/s  ({suite.cases} cases)")
        print(f"  plain  {plain.rate:8.0f}/s  ({plain.cases} cases)")
        routed = routing_time.measure(around, request, rate=suite.rate / 2, seconds=seconds * 2)
        print(f"\nFrom 201 to routed at {routed.rate:.0f}/s, n={routed.n}")
        print(f"  p50 {routed.p50_ms:.1f} ms, p99 {routed.p99_ms:.1f} ms")
        print("\nAt rest")
        for service in footprint.measure(around):
            print(f"  {service.service:13} ready after {service.started_in:4.1f} s, {service.memory_mib:5.0f} MiB")
        intake, inserting, bare = (posted[(name, MOST)] for name in ("intake", "insert_one", "bare"))
        return _judge(
            [
                ("rate, intake / insert_one", intake.rate / inserting.rate, 1.8, "at least"),
                ("CPU per request, intake / insert_one", intake.cpu_ms / inserting.cpu_ms, 0.5, "at most"),
                ("rate, intake / bare FastAPI", intake.rate / bare.rate, 0.6, "at least"),
                ("end to end, suite / plain", suite.rate / plain.rate, 2.5, "at least"),
            ]
        )


def _show_posting(results: posting.Results) -> None:
    print("POST /v1/cases (medians)")
    print("  connections  server          rate/s    p50 ms    p99 ms   CPU s/1,000")
    for (name, connections), run in sorted(results.items(), key=lambda item: (item[0][1], item[0][0])):
        print(_row(connections, name, run))


def _row(connections: int, name: str, run: Run) -> str:
    return f"  {connections:11}  {name:12} {run.rate:9.0f} {run.p50_ms:9.2f} {run.p99_ms:9.2f} {run.cpu_ms:13.3f}"


def _judge(targets: list[tuple[str, float, float, str]]) -> int:
    print("\nTargets at 64 connections, ratios within this run")
    missed = 0
    for name, found, bound, kind in targets:
        met = found >= bound if kind == "at least" else found <= bound
        missed += not met
        print(f"  {'met   ' if met else 'MISSED'}  {name}: {found:.2f} ({kind} {bound})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit({"queue": work_queue.main, "figures": figures.main}.get("".join(sys.argv[1:]), main)())
