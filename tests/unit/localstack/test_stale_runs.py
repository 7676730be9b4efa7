"""A killed run is told from a live one by pid and start time, and its processes are found without any record."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from localstack import cleanup, control, state
from localstack.errors import StackRunningError
from localstack.home import Home
from localstack.lock import HomeLock, is_owned
from localstack.processes import MARKER, ProcessRef, find, marked, reference
from localstack.state import StackState
from localstack.waiting import wait_until

_SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path)


@pytest.fixture
def sleeper(home: Home) -> Iterator[subprocess.Popen[bytes]]:
    """A process that a run in ``home`` started."""
    process = subprocess.Popen(_SLEEPER, env={**os.environ, MARKER: str(home.root)}, stdout=subprocess.PIPE)
    with process:
        assert process.stdout
        process.stdout.readline()
        yield process
        process.kill()


def _ref(process: subprocess.Popen[bytes], name: str = "broker") -> ProcessRef:
    ref = reference(name, process.pid)
    assert ref
    return ref


def test_a_live_process_is_found_by_its_record(sleeper: subprocess.Popen[bytes]) -> None:
    found = find(_ref(sleeper))
    assert found
    assert found.pid == sleeper.pid


def test_the_same_pid_with_another_start_time_is_a_stranger(sleeper: subprocess.Popen[bytes]) -> None:
    ref = _ref(sleeper)
    assert find(ref.model_copy(update={"started": ref.started - 3600})) is None


def test_an_ended_process_is_not_found_even_before_it_is_reaped(sleeper: subprocess.Popen[bytes]) -> None:
    ref = _ref(sleeper)
    sleeper.kill()
    assert wait_until(lambda: find(ref) is None, 10)


def test_unrecorded_processes_are_found_by_their_mark(home: Home, sleeper: subprocess.Popen[bytes]) -> None:
    assert [process.pid for process in marked(home)] == [sleeper.pid]
    assert not marked(Home.at(home.root / "other"))


def test_cleaning_ends_leftovers_and_spares_strangers(home: Home, sleeper: subprocess.Popen[bytes]) -> None:
    own = reference("stranger", os.getpid())
    assert own
    reused = own.model_copy(update={"started": own.started - 3600})
    state.save(home, StackState(processes=[_ref(sleeper), reused], urls={"broker": "amqp://somewhere"}))
    assert control.is_orphaned(home)
    assert cleanup.clean(home) == [f"broker (pid {sleeper.pid})"]
    assert sleeper.wait(10) != 0
    assert state.load(home) == StackState()
    assert not control.is_orphaned(home)


def test_rows_show_only_what_lives(home: Home, sleeper: subprocess.Popen[bytes]) -> None:
    gone = _ref(sleeper, "survey").model_copy(update={"started": 1.0})
    live = _ref(sleeper).model_copy(update={"port": 5772})
    state.save(home, StackState(processes=[live, gone], containers=["aftersales-x-database"]))
    lines = [row.line().split() for row in control.rows(home)]
    assert lines == [["broker", str(sleeper.pid), "5772"], ["aftersales-x-database", "-", "-"]]


def test_half_a_state_file_counts_as_none(home: Home) -> None:
    home.state_file.write_text('{"processes": [{"na')
    assert state.load(home) == StackState()


def test_the_state_file_is_closed_to_others(home: Home) -> None:
    state.save(home, StackState(urls={"broker": "amqp://user:secret@127.0.0.1:1/"}))
    assert home.state_file.stat().st_mode & 0o077 == 0
    assert home.root.stat().st_mode & 0o077 == 0


def test_a_home_has_one_owner_and_a_killed_owner_none(home: Home) -> None:
    script = (
        "import sys, time; from pathlib import Path; "
        "from localstack.home import Home; from localstack.lock import HomeLock; "
        "lock = HomeLock(Home.at(Path(sys.argv[1]))); lock.acquire(); print('up', flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(home.root)], stdout=subprocess.PIPE) as owner:
        assert owner.stdout
        owner.stdout.readline()
        assert is_owned(home)
        with pytest.raises(StackRunningError, match="already running"):
            HomeLock(home).acquire()
        owner.kill()
        owner.wait()
    assert not is_owned(home)
    lock = HomeLock(home)
    lock.acquire()
    lock.release()


def test_stop_on_nothing_says_so(home: Home) -> None:
    assert control.stop(home) == ["nothing was running"]
