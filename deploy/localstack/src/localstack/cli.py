"""Command line of the local stack; the Makefile's targets call it."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from localstack.errors import LocalStackError
from localstack.holder import hold
from localstack.processes import ProcessRef


def _hold(options: argparse.Namespace) -> int:
    hold(options.home, ProcessRef(name="owner", pid=options.owner_pid, started=options.owner_started))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="localstack", description="The local stack of the after-sales suite.")
    commands = parser.add_subparsers(required=True, metavar="command")
    held = commands.add_parser("hold", help="broker and database for another process, ended with it")
    held.add_argument("--home", type=Path, required=True)
    held.add_argument("--owner-pid", type=int, required=True)
    held.add_argument("--owner-started", type=float, required=True)
    held.set_defaults(action=_hold)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or 1 with one message for people."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.action(options))
    except LocalStackError as error:
        print(f"localstack: {error}", file=sys.stderr)
        return 1
