"""`python -m bench figures`: every figure and both files over a window of 100,000 assignments, over HTTP.

`BENCH_CASES` is their number. While one is computed the service is asked for other things all the time: the longest
wait shows whether its event loop stands still; the first line, beside no work at all, how much of it is the machine's.
Exit code 1 when one waits longer than the target. Both files are measured over the same two months, CSV over
everything, too. Memory is the most that the process had while it worked.
"""

import http.client
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from localstack.keys import auth_key_file
from localstack.tokens import Person, issue

from bench.processes import Server
from bench.queue_database import fill
from bench.surroundings import surroundings

PORT: Final = 18443
TARGET_MS: Final = 250.0
PAUSE: Final = 0.005
IDLE_SECONDS: Final = 10.0
CALLER: Final = Person(roles=["marketing_director"], staff="director", team="sales")
FIGURES: Final = (
    ("first-response", {"group_by": "month"}),
    ("right-first-time", {"group_by": "category"}),
    ("reassignments", {"group_by": "team"}),
    ("attainment", {"group_by": "step"}),
    ("attainment", {"group_by": "week"}),
    ("backlog", {"group_by": "team"}),
)


@dataclass
class Waits:
    """Milliseconds that other requests waited, and the most MiB that the service had meanwhile."""

    service: Server
    times: list[float] = field(default_factory=list)
    most_mib: float = 0.0

    def __str__(self) -> str:
        told = f"{self.at(0.5):8.1f} {self.at(0.99):8.1f} {self.at(1.0):8.1f}"
        return f"{told}        {self.most_mib:7.0f}"

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Asks for `/livez` on a connection of its own, again and again."""
        self.times, self.most_mib = [], 0.0
        over = threading.Event()
        watcher = threading.Thread(target=self._ask, args=[over])
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()

    def _ask(self, over: threading.Event) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        while not over.is_set():
            began = time.perf_counter()
            connection.request("GET", "/livez")
            connection.getresponse().read()
            self.times.append((time.perf_counter() - began) * 1000)
            self.most_mib = max(self.most_mib, self.service.memory_mib())
            over.wait(PAUSE)
        connection.close()

    def at(self, share: float) -> float:
        """The wait that this share stayed below."""
        return sorted(self.times)[min(int(len(self.times) * share), len(self.times) - 1)]


def main() -> int:
    """Fill, measure, print, judge."""
    count = int(os.environ.get("BENCH_CASES", "100000"))
    with tempfile.TemporaryDirectory(prefix="aftersales-bench-") as home, surroundings(Path(home)) as around:
        seconds = fill(around.backends.mongodb_url, count)
        print(f"{count:,} assignments, filled in {seconds:.0f} s")
        with around.service("dispatch", PORT) as service:
            key = auth_key_file(around.home).read_text()
            token = issue(CALLER, key, datetime.now(UTC))
            slowest = _measure(token, service)
    print(
        f"\n  {'met   ' if slowest < TARGET_MS else 'MISSED'}  longest wait: {slowest:.0f} ms (below {TARGET_MS:.0f})"
    )
    return 0 if slowest < TARGET_MS else 1


def _measure(token: str, service: Server) -> float:
    now = datetime.now(UTC)
    window = {"from": _written(now - timedelta(days=800)), "to": _written(now + timedelta(days=30))}
    weeks = {"from": _written(now - timedelta(days=60)), "to": _written(now)}
    asked = [(f"figures/{name}", query if name == "backlog" else {**window, **query}) for name, query in FIGURES]
    asked += [("exports/cases.csv", weeks), ("exports/cases.xlsx", weeks), ("exports/cases.csv", window)]
    waits, slowest, rows = Waits(service), 0.0, 0
    print(f"  {'':20} {'by':10} {'seconds':>8} {'MB':>7} {'rows/s':>7}  others wait p50, p99, longest (ms)   MiB")
    with waits.watched():
        time.sleep(IDLE_SECONDS)
    print(f"  {'(nothing)':56}  {waits}")
    for path, query in asked:
        with waits.watched():
            took, size, lines = _get(f"/v1/{path}?{urlencode(query)}", token)
        slowest = max(slowest, waits.at(1.0))
        rows = lines - 1 if path.endswith(".csv") else rows
        rate = f"{rows / took:.0f}" if path.startswith("exports") else ""
        print(f"  {path:20} {query.get('group_by', ''):10} {took:8.2f} {size / 1e6:7.2f} {rate:>7}  {waits}")
    return slowest


def _get(path: str, token: str) -> tuple[float, int, int]:
    """Seconds, bytes, ends of line."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=300)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    size = lines = 0
    while block := answer.read(1 << 16):
        size += len(block)
        lines += block.count(b"\n")
        if answer.status != http.client.OK:
            raise RuntimeError(f"{answer.status}: {block.decode()}")
    connection.close()
    return time.perf_counter() - began, size, lines


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
