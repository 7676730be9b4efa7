"""`aftersales dead list|show|replay|drop`: what to do with events that a service could not handle.

The broker is taken from the services' own settings (`AFTERSALES_AMQP_URL`, `AFTERSALES_BROKER_NAMESPACE`). Exit codes:
0 done, 1 the broker could not be reached or refused, 2 wrong usage, 3 nothing matched.
"""

import argparse
import asyncio
import json
import re
import sys
from datetime import UTC, datetime, timedelta

from contracts.subscriptions import SUBSCRIPTIONS

from chassis.broker import BROKER_FAULTS
from chassis.dead_letters import DeadLetters, Letter, Selection, open_dead_letters
from chassis.settings import ServiceSettings
from chassis.topology import Topology

EXAMINED = 1_000
RATE = 50.0
DONE, UNREACHABLE, NOTHING = 0, 1, 3
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def run(options: argparse.Namespace) -> int:
    """Exit code."""
    settings = ServiceSettings()
    url = options.amqp_url or settings.amqp_url.get_secret_value()
    namespace = settings.broker_namespace if options.namespace is None else options.namespace
    try:
        return asyncio.run(_run(options, url, Topology({}, settings.delivery_limit, namespace=namespace)))
    except BROKER_FAULTS as error:
        print(f"the broker could not be reached or refused: {type(error).__name__}: {error}", file=sys.stderr)
        return UNREACHABLE


async def _run(options: argparse.Namespace, url: str, topology: Topology) -> int:
    selection = Selection(type=options.type, reason=options.reason, id=options.id, older=options.older)
    now = datetime.now(UTC)
    matched = 0
    async with open_dead_letters(url, topology, options.service) as letters:
        async for letter in letters.examine(options.limit):
            if selection.has(letter, now):
                matched += 1
                await _act(options, letters, letter, matched)
    if options.action in ("replay", "drop"):
        verb = {"replay": "replayed", "drop": "dropped"}[options.action]
        print(f"{'would be ' if options.dry_run else ''}{verb}: {matched}", file=sys.stderr)
    return DONE if matched else NOTHING


async def _act(options: argparse.Namespace, letters: DeadLetters, letter: Letter, number: int) -> None:
    if options.action == "show":
        print(json.dumps({**_told(letter), "body": _body(letter)}, ensure_ascii=False, indent=2))
        return
    print(json.dumps(_told(letter), ensure_ascii=False) if options.json else _line(letter))
    if options.action == "list" or options.dry_run:
        return
    if options.action == "drop":
        await letters.drop(letter)
        return
    if number > 1:
        await asyncio.sleep(1 / options.rate)
    await letters.replay(letter)


def _told(letter: Letter) -> dict[str, object]:
    """Everything but the body, which may hold personal data."""
    return {
        "id": letter.name,
        "types": list(letter.types),
        "failure": letter.failure,
        "reason": letter.reason,
        "attempt": letter.attempt,
        "died_at": None if letter.died_at is None else letter.died_at.isoformat(),
        "bytes": len(letter.message.body),
    }


def _line(letter: Letter) -> str:
    died_at = "-" if letter.died_at is None else letter.died_at.isoformat(timespec="seconds")
    types = ",".join(letter.types) or "unreadable"
    return f"{died_at}  {types}  {letter.name}  {letter.failure}  {letter.reason}"


def _body(letter: Letter) -> object:
    try:
        return json.loads(letter.message.body)
    except (ValueError, RecursionError):
        return letter.message.body.decode("utf-8", errors="backslashreplace")


def add_parser(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`dead` and its actions."""
    dead = groups.add_parser("dead", help="events that failed for good")
    actions = dead.add_subparsers(dest="action", required=True)
    for name, text in (
        ("list", "one line each, without bodies"),
        ("show", "with bodies, which may hold personal data"),
        ("replay", "hand to the service again; whatever it has applied already is recognised"),
        ("drop", "remove for good"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("--service", required=True, choices=sorted(SUBSCRIPTIONS))
        action.add_argument("--type", help="event type, such as case.opened or aftersales.case.opened.v1")
        action.add_argument("--reason", help="part of the reason, or the kind of failure")
        action.add_argument("--id", help="event id")
        action.add_argument("--older", type=_duration, help="dead for at least this long: 90s, 15m, 2h, 30d")
        action.add_argument("--limit", type=_count, default=EXAMINED, help="letters to look at (default %(default)s)")
        action.add_argument("--json", action="store_true", help="one JSON object a line")
        action.add_argument("--amqp-url", help="instead of AFTERSALES_AMQP_URL")
        action.add_argument("--namespace", help="instead of AFTERSALES_BROKER_NAMESPACE")
        action.add_argument("--dry-run", action="store_true", help="say what would be done")
        action.add_argument("--rate", type=_rate, default=RATE, help="replays a second (default %(default)s)")
        action.set_defaults(run=run)


def _duration(text: str) -> timedelta:
    matched = re.fullmatch(r"(\d{1,6})([smhd])", text, flags=re.ASCII)
    if matched is None:
        raise argparse.ArgumentTypeError("a number with s, m, h or d, such as 15m")
    return timedelta(seconds=int(matched.group(1)) * _UNITS[matched.group(2)])


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError("a number from 1 to 100000")
    return int(text)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= 10_000:
        raise argparse.ArgumentTypeError("a number above 0, up to 10000")
    return rate
