"""`python -m bench figures`: every figure and both files over a window of 100,000 assignments, over HTTP.

`BENCH_CASES` is their number. While one is computed the service is asked for other things all the time: the longest
wait shows whether its event loop stands still. Exit code 1 when one waits longer than the target.
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
    """Milliseconds that other requests waited."""

    times: list[float] = field(default_factory=list)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Asks for `/livez` on a connection of its own, again and again."""
        self.times = []
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
    asked += [("exports/cases.csv", window), ("exports/cases.xlsx", weeks)]
    print(f"  {'':20} {'by':10} {'seconds':>8} {'MB':>7}  others wait p50, p99, longest (ms)   MiB")
    waits, slowest = Waits(), 0.0
    for path, query in asked:
        with waits.watched():
            took, size = _get(f"/v1/{path}?{urlencode(query)}", token)
        slowest = max(slowest, waits.at(1.0))
        told = f"{waits.at(0.5):8.1f} {waits.at(0.99):8.1f} {waits.at(1.0):8.1f}"
        figure = f"{path:20} {query.get('group_by', ''):10} {took:8.2f} {size / 1e6:7.2f}"
        print(f"  {figure}  {told}        {service.memory_mib():7.0f}")
    return slowest


def _get(path: str, token: str) -> tuple[float, int]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=300)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    size = 0
    while block := answer.read(1 << 16):
        size += len(block)
        if answer.status != http.client.OK:
            raise RuntimeError(f"{answer.status}: {block.decode()}")
    connection.close()
    return time.perf_counter() - began, size


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
