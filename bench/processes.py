"""Server processes under measurement."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A started process and its port."""

    process: "subprocess.Popen[bytes]"
    port: int
    started_in: float

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def memory_mib(self) -> float:
        """Resident set."""
        return float(psutil.Process(self.process.pid).memory_info().rss / 1024 / 1024)


@dataclass(frozen=True, slots=True)
class Run:
    """What one load run measured. `cpu_ms` is the server's CPU per request, in milliseconds."""

    requests: int
    rate: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float


@contextmanager
def server(command: list[str], port: int, environment: Mapping[str, str], *, ready: str, log: Path) -> Iterator[Server]:
    """Start, wait for `ready` (a path that answers below 500; empty: none), and end with SIGTERM."""
    began = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], env={**os.environ, **environment}, stdout=output, stderr=output
        )
    try:
        if ready:
            _wait(process, f"http://127.0.0.1:{port}{ready}", log)
        yield Server(process, port, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.perf_counter() + START_SECONDS
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"a server ended while starting, see {log}")
        try:
            if httpx.get(url, timeout=2).status_code < 500:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise TimeoutError(url)


def load(target: Server, request: bytes, *, connections: int, seconds: float) -> Run:
    """Measure one run; the load comes from a process of its own. Raises RuntimeError unless every answer is a 201."""
    before = target.cpu_seconds()
    finished = subprocess.run(
        [sys.executable, "-m", "bench.load", "127.0.0.1", str(target.port), str(connections), str(seconds)],
        input=request,
        capture_output=True,
        check=True,
    )
    cpu = target.cpu_seconds() - before
    result = json.loads(finished.stdout)
    if set(result["statuses"]) != {"201"}:
        raise RuntimeError(f"answers other than 201: {result['statuses']}")
    return Run(result["requests"], result["rate"], result["p50_ms"], result["p99_ms"], cpu / result["requests"] * 1000)


def post(body: bytes, token: str) -> bytes:
    """The request under load, as raw HTTP/1.1."""
    head = (
        "POST /v1/cases HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        f"authorization: Bearer {token}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
