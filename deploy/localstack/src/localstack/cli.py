"""Command line of the local stack; the Makefile's targets call it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from localstack import commands
from localstack.errors import LocalStackError
from localstack.services import SERVICES


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="localstack",
        description="The local stack of the after-sales suite. AFTERSALES_HOME chooses its directory.",
    )
    add = parser.add_subparsers(required=True, metavar="command").add_parser

    run = add("run", help="start everything, stay until Ctrl-C")
    run.add_argument("--seed", type=Path, default=_seed_from_environment(), help="policy data for dispatch")
    run.add_argument("--scale", type=_scale, action="append", default=[], metavar="SERVICE=N", help="more replicas")
    run.set_defaults(action=commands.run)

    add("stop", help="stop the stack, or clean up after a killed one").set_defaults(action=commands.stop)
    add("ps", help="name, pid and port of everything that runs").set_defaults(action=commands.ps)
    add("env", help="addresses of the running stack as shell exports").set_defaults(action=commands.env)

    logs = add("logs", help="the last lines of every log")
    logs.add_argument("name", nargs="?")
    logs.add_argument("--lines", type=int, default=20)
    logs.set_defaults(action=commands.logs)

    token = add("token", help="print a bearer token")
    token.add_argument("--role", required=True, help="one role, or several with commas")
    token.add_argument("--staff")
    token.add_argument("--team")
    token.add_argument("--name")
    token.add_argument("--minutes", type=int, default=720)
    token.set_defaults(action=commands.token)

    demo = add("demo", help="play complaints through the suite")
    demo.add_argument("--input", type=Path)
    demo.add_argument("--exit", action="store_true", help="end by itself")
    demo.set_defaults(action=commands.demo)

    add("mail", help="the e-mails that the mail sink kept").set_defaults(action=commands.mail)
    add("prepare", help="make broker and database available, start nothing").set_defaults(action=commands.prepare)

    sink = add("mailsink", help="run the mail sink alone")
    sink.add_argument("--port", type=int, required=True)
    sink.add_argument("--directory", type=Path, required=True)
    sink.set_defaults(action=commands.mailsink)

    held = add("hold", help="broker and database for another process, ended with it")
    held.add_argument("--home", type=Path, required=True)
    held.add_argument("--owner-pid", type=int, required=True)
    held.add_argument("--owner-started", type=float, required=True)
    held.set_defaults(action=commands.hold)
    return parser


def _seed_from_environment() -> Path | None:
    given = os.environ.get("AFTERSALES_SEED_FILE")
    return Path(given) if given else None


def _scale(text: str) -> tuple[str, int]:
    name, _, count = text.partition("=")
    if name not in {spec.name for spec in SERVICES} or not count.isdigit() or int(count) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not like dispatch=3")
    return name, int(count)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or 1 with one message for people."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.action(options))
    except LocalStackError as error:
        print(f"localstack: {error}", file=sys.stderr)
        return 1
