"""`python -m bench queue`: a page of the work queue with a million assignments in the database, over HTTP.

`BENCH_ASSIGNMENTS` is their number. `BENCH_QUEUE_HOME` names a directory that keeps the filled database for another
run, since filling takes minutes. Exit code 1 when a median is over the target.
"""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from localstack.keys import auth_key_file
from localstack.tokens import Person

from bench import queue_loads
from bench.queue_database import fill
from bench.queue_pages import Reader, kinds
from bench.surroundings import surroundings

PORT: Final = 18442
TARGET_MS: Final = 50.0
CALLER: Final = Person(roles=["quality_engineer"], staff="quality-0", team="quality")


def main() -> int:
    """Fill, measure, print, judge."""
    count = int(os.environ.get("BENCH_ASSIGNMENTS", "1000000"))
    with _home() as home, surroundings(home) as around:
        seconds = fill(around.backends.mongodb_url, count)
        print(f"{count:,} assignments, filled in {seconds:.0f} s")
        with around.service("dispatch", PORT):
            reader = Reader(PORT, auth_key_file(around.home).read_text(), CALLER)
            print("\nGET /v1/assignments, 50 cases a page, milliseconds")
            print(f"  {'':36} {'n':>4} {'p50':>7} {'p90':>7} {'p99':>7}  cases")
            slowest = 0.0
            for asked in kinds():
                taken = reader.measure(asked)
                slowest = max(slowest, taken.p50_ms) if asked.judged else slowest
                times = f"{taken.p50_ms:7.1f} {taken.p90_ms:7.1f} {taken.p99_ms:7.1f}"
                print(f"  {taken.name:36} {taken.n:4} {times}  {taken.cases:5}")
        print("  * every open case of the scope is looked at; no target")
        for line in asyncio.run(queue_loads.measure(around.backends.mongodb_url)):
            print(line)
    print(f"\n  {'met   ' if slowest < TARGET_MS else 'MISSED'}  slowest median: {slowest:.1f} ms (below {TARGET_MS})")
    return 0 if slowest < TARGET_MS else 1


@contextmanager
def _home() -> Iterator[Path]:
    kept = os.environ.get("BENCH_QUEUE_HOME")
    if kept is not None:
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory(prefix="aftersales-bench-") as directory:
        yield Path(directory)
