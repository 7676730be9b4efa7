"""The command that stays: ended by a signal, or killed and then cleaned up by `stop` or the next run."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from localstack import control, state
from localstack.home import Home
from localstack.lock import is_owned
from localstack.processes import find, marked
from localstack.waiting import wait_until

from tests.support.backends import SharedBackends

_SCRIPT = Path(__file__).parent / "run_fakes.py"
_WAIT_S = 60.0
_NAMES = {"supervisor", "mail", "intake", "survey"}


@contextmanager
def _running(home: Path, backends: SharedBackends) -> Iterator[subprocess.Popen[str]]:
    """A run that has said it is ready; killed at the end if the test didn't end it."""
    environment = {**os.environ, "MONGODB_URL": backends.mongodb_url, "AMQP_URL": backends.amqp_url}
    command = [sys.executable, str(_SCRIPT), str(home)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as run:
        try:
            assert run.stdout
            assert any(line.startswith("ready") for line in iter(run.stdout.readline, ""))
            yield run
        finally:
            run.kill()


def _cli(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "AFTERSALES_HOME": str(home)}
    command = [sys.executable, "-m", "localstack", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90, check=False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(tmp_path: Path, backends: SharedBackends, number: signal.Signals) -> None:
    with _running(tmp_path, backends) as run:
        run.send_signal(number)
        assert run.wait(_WAIT_S) == 0
        assert run.stdout
        assert "nothing is left running" in run.stdout.read()
    assert not marked(Home.at(tmp_path))
    assert not is_owned(Home.at(tmp_path))


def test_ps_and_stop_from_another_terminal(tmp_path: Path, backends: SharedBackends) -> None:
    with _running(tmp_path, backends) as run:
        lines = [line.split() for line in _cli(tmp_path, "ps").stdout.splitlines()]
        assert {line[0] for line in lines} == _NAMES
        assert all(int(line[1]) > 1 for line in lines)
        exports = _cli(tmp_path, "env").stdout
        assert f"export AFTERSALES_INTAKE_URL={state.load(Home.at(tmp_path)).urls['intake']}" in exports
        stopped = _cli(tmp_path, "stop")
        assert (stopped.returncode, stopped.stdout) == (0, "stopped\n")
        assert run.wait(_WAIT_S) == 0
    assert _cli(tmp_path, "ps").stdout == ""
    assert not marked(Home.at(tmp_path))


def test_a_killed_run_is_seen_and_stop_ends_what_it_left(tmp_path: Path, backends: SharedBackends) -> None:
    home = Home.at(tmp_path)
    with _running(tmp_path, backends) as run:
        run.kill()
        run.wait()
        seen = _cli(tmp_path, "ps")
        assert {line.split()[0] for line in seen.stdout.splitlines()} == _NAMES - {"supervisor"}
        assert "lost their supervisor" in seen.stderr
        assert "ended: intake" in _cli(tmp_path, "stop").stdout
    assert not marked(home)


def test_the_next_run_cleans_up_after_a_killed_one(tmp_path: Path, backends: SharedBackends) -> None:
    home = Home.at(tmp_path)
    with _running(tmp_path, backends) as killed:
        killed.kill()
        killed.wait()
        left = state.load(home).processes
        assert all(find(ref) for ref in left)
        with _running(tmp_path, backends) as run:
            assert wait_until(lambda: not any(find(ref) for ref in left), _WAIT_S)
            assert {row.name for row in control.rows(home)} == _NAMES
            run.send_signal(signal.SIGTERM)
            assert run.wait(_WAIT_S) == 0
    assert not marked(home)


def test_a_second_run_in_the_same_home_is_refused_in_words(tmp_path: Path, backends: SharedBackends) -> None:
    with _running(tmp_path, backends) as run:
        before = control.rows(Home.at(tmp_path))
        refused = subprocess.run(
            [sys.executable, str(_SCRIPT), str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
        )
        assert refused.returncode != 0
        assert "already running" in refused.stderr
        assert control.rows(Home.at(tmp_path)) == before, "the first one was not touched"
        run.send_signal(signal.SIGTERM)
        assert run.wait(_WAIT_S) == 0


def test_the_token_command_prints_only_the_token(tmp_path: Path) -> None:
    printed = _cli(tmp_path, "token", "--role", "sales_clerk", "--staff", "s-1").stdout
    assert printed.count("\n") == 1
    assert printed.count(".") == 2
