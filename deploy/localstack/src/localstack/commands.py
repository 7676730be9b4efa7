"""What each command of the command line does; the answer is the exit code."""

import argparse
import asyncio
import importlib
import json
import os
import shlex
import sys
from collections import deque
from datetime import UTC, datetime, timedelta

from localstack import control, holder, keys, state
from localstack.foreground import run_until_ended, say
from localstack.home import Home
from localstack.mailsink import INDEX, serve
from localstack.processes import ProcessRef
from localstack.selection import ensure_available
from localstack.stack import Stack
from localstack.tokens import Person, issue

_DEMO_MODULE = "localstack.demo.play"


def run(options: argparse.Namespace) -> int:
    """Stay in the foreground until asked to end."""

    def ready(stack: Stack) -> None:
        for service, count in options.scale:
            stack.scale(service, count)
        _announce(stack)

    run_until_ended(Home.from_environment(), options.seed, ready)
    return 0


def stop(_options: argparse.Namespace) -> int:
    for line in control.stop(Home.from_environment()):
        print(line)
    return 0


def ps(_options: argparse.Namespace) -> int:
    """One process a line, without a heading, so that other programs can read it."""
    home = Home.from_environment()
    for row in control.rows(home):
        print(row.line())
    if control.is_orphaned(home):
        print("these processes lost their supervisor: make stop ends them", file=sys.stderr)
    return 0


def env(_options: argparse.Namespace) -> int:
    """For ``eval "$(python -m localstack env)"``."""
    for name, url in state.load(Home.from_environment()).urls.items():
        print(f"export AFTERSALES_{name.upper().replace('-', '_')}_URL={shlex.quote(url)}")
    return 0


def logs(options: argparse.Namespace) -> int:
    for log in sorted(Home.from_environment().logs.glob(f"{options.name or '*'}.log")):
        with log.open(errors="replace") as lines:
            for line in deque(lines, maxlen=options.lines):
                print(f"{log.stem}: {line.rstrip()}")
    return 0


def token(options: argparse.Namespace) -> int:
    """Print nothing but the token."""
    person = Person(tuple(options.role.split(",")), options.staff, options.team, options.name)
    key = keys.auth_key_file(Home.from_environment()).read_text()
    print(issue(person, key, datetime.now(UTC), timedelta(minutes=options.minutes)))
    return 0


def demo(options: argparse.Namespace) -> int:
    """Imported only here: the player is no part of the stack."""
    player = importlib.import_module(_DEMO_MODULE)
    return int(player.main(home=Home.from_environment().root, source=options.input, leave=options.exit))


def mail(_options: argparse.Namespace) -> int:
    index = Home.from_environment().mail / INDEX
    for line in index.read_text(encoding="utf-8").splitlines() if index.exists() else ():
        entry = json.loads(line)
        print(f"{entry['received_at']}  {', '.join(entry['to'])}  {entry['subject']}")
    return 0


def prepare(_options: argparse.Namespace) -> int:
    """Install the broker's package where that is possible; fail clearly where nothing is."""
    print(ensure_available(os.environ))
    return 0


def mailsink(options: argparse.Namespace) -> int:
    options.directory.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(options.directory, options.port))
    return 0


def hold(options: argparse.Namespace) -> int:
    owner = ProcessRef(name="owner", pid=options.owner_pid, started=options.owner_started)
    holder.hold(options.home, owner)
    return 0


def _announce(stack: Stack) -> None:
    for row in control.rows(stack.home):
        say(row.line())
    say(f"logs: {stack.home.logs}; e-mails: {stack.home.mail}; a token: make token ROLE=sales_clerk; Ctrl-C stops")
