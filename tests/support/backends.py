"""One broker and one database per test session, shared by every xdist worker.

``MONGODB_URL`` and ``AMQP_URL`` are used when given. Else a holder process runs private ones, in containers where a
Docker engine answers, as processes of the local stack where none does: the first worker that asks starts it, it ends
with the session's controlling process, also when that is killed.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil
from localstack import cleanup, state
from localstack.home import Home
from localstack.lock import is_owned
from localstack.processes import ProcessRef, end, find, reference
from localstack.selection import AMQP_VARIABLE, MONGODB_VARIABLE, ThisMachine
from localstack.waiting import wait_until

from tests.support import engine

SESSION_VARIABLE = "AFTERSALES_TEST_SESSION"
ENGINE_VARIABLE = "AFTERSALES_TEST_ENGINE"
"""Version of the engine that this session's containers run on; empty for the local stack."""
_ROOT = Path(tempfile.gettempdir()) / f"aftersales-tests-{os.getuid()}"
_REPOSITORY = Path(__file__).resolve().parents[2]
_START_S = 100.0
_PULL_S = 600.0
_STOP_S = 40.0


@dataclass(frozen=True)
class SharedBackends:
    """Where this session's backends listen. A test that kills them starts its own (``localstack.backends``)."""

    mongodb_url: str
    amqp_url: str


def plan() -> str:
    """One line for the header: which backends tests will meet; nothing is started for it."""
    given_broker, given_database = os.environ.get(AMQP_VARIABLE), os.environ.get(MONGODB_VARIABLE)
    version = os.environ.get(ENGINE_VARIABLE)
    if version:
        broker, database = engine.images()
        kind = f"testcontainers, Docker engine {version}"
    else:
        machine = ThisMachine()
        broker, database = str(machine.rabbitmq() or "to be installed"), str(machine.mongod())
        kind = "local stack"
    if given_broker and given_database:
        kind = "given"
    broker, database = "AMQP_URL" if given_broker else broker, "MONGODB_URL" if given_database else database
    return f"backends: {kind}; broker {broker}; database {database}"


def open_session() -> None:
    """Name this session for the workers to come; called by the controlling process only."""
    _remove_dead_sessions()
    started = psutil.Process().create_time()
    os.environ[SESSION_VARIABLE] = str(_ROOT / f"{os.getpid()}-{started}")
    os.environ[ENGINE_VARIABLE] = engine.chosen_engine() or ""


def shared_backends() -> SharedBackends:
    """The session's backends, started by whoever asks first."""
    mongodb_url, amqp_url = os.environ.get(MONGODB_VARIABLE), os.environ.get(AMQP_VARIABLE)
    if mongodb_url and amqp_url:
        return SharedBackends(mongodb_url, amqp_url)
    home = _session_home()
    with (home.root / "session.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        urls = state.load(home).urls
        if not urls:
            _start_holder(home)
            urls = state.load(home).urls
    return SharedBackends(mongodb_url or urls["database"], amqp_url or urls["broker"])


def close_session() -> None:
    """Stop what the session started and wait until nothing is left; called by the controlling process only."""
    os.environ.pop(ENGINE_VARIABLE, None)
    directory = Path(os.environ.pop(SESSION_VARIABLE))
    if not directory.exists():
        return
    home = Home.at(directory)
    holder = _holder(home)
    if holder:
        end([holder], _STOP_S)
    cleanup.clean(home)
    shutil.rmtree(directory, ignore_errors=True)


def _session_home() -> Home:
    return Home.at(Path(os.environ[SESSION_VARIABLE]))


def _start_holder(home: Home) -> None:
    pid, _, started = home.root.name.partition("-")
    in_containers = bool(os.environ.get(ENGINE_VARIABLE))
    holding = ["tests.support.container_holder"] if in_containers else ["localstack", "hold"]
    command = [sys.executable, "-m", *holding, "--home", str(home.root)]
    command += ["--owner-pid", pid, "--owner-started", started]
    log = home.logs / "holder.log"
    with log.open("wb") as output:
        holder = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, cwd=_REPOSITORY
        )
    ref = reference("holder", holder.pid)
    if ref:
        (home.root / "holder.json").write_text(ref.model_dump_json())
    wait_until(lambda: holder.poll() is not None or bool(state.load(home).urls), _PULL_S if in_containers else _START_S)
    if not state.load(home).urls:
        raise RuntimeError(f"no backends for the tests:\n{log.read_text()}")
    # It outlives this worker on purpose; the controlling process ends it.
    holder.returncode = 0


def _holder(home: Home) -> psutil.Process | None:
    record = home.root / "holder.json"
    return find(ProcessRef.model_validate_json(record.read_text())) if record.exists() else None


def _remove_dead_sessions() -> None:
    for directory in _ROOT.iterdir() if _ROOT.exists() else ():
        pid, _, started = directory.name.partition("-")
        if find(ProcessRef(name="session", pid=int(pid), started=float(started))) is None:
            home = Home.at(directory)
            if not is_owned(home):
                cleanup.clean(home)
                shutil.rmtree(directory, ignore_errors=True)
