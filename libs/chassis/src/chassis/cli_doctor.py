"""`aftersales doctor`: what is wrong with a running installation, and what to do about it.

Exit codes: 0 nothing to do, 1 at least one problem, 2 wrong usage, 4 warnings only.
"""

import argparse
import asyncio
import json
import os
import sys

from contracts.subscriptions import SUBSCRIPTIONS

from chassis.doctor import Patient, examine
from chassis.findings import Finding, Language
from chassis.mongo import connect
from chassis.settings import ServiceSettings
from chassis.topology import Topology

WELL, PROBLEM, WARNING = 0, 1, 4
DATABASE_PREFIX = "aftersales_"
_MARKS = {"fine": "ok", "warning": "!", "problem": "X"}


def add_parser(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`doctor` and its options."""
    parser = groups.add_parser("doctor", help="what is wrong with this installation, and what to do")
    parser.add_argument(
        "--service", action="append", choices=sorted(SUBSCRIPTIONS), help="only this one (repeatable; default all)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--language", choices=("zh", "en"), default=_preferred(), help="default by LANG")
    add_places(parser)
    parser.set_defaults(run=run)


def add_places(parser: argparse.ArgumentParser) -> None:
    """Where the installation is, when not where the services' own settings say."""
    parser.add_argument("--mongodb-url", help="instead of AFTERSALES_MONGODB_URL")
    parser.add_argument("--database-prefix", default=DATABASE_PREFIX, help="before the service's name (%(default)s)")
    parser.add_argument("--amqp-url", help="instead of AFTERSALES_AMQP_URL")
    parser.add_argument("--namespace", help="instead of AFTERSALES_BROKER_NAMESPACE")


def run(options: argparse.Namespace) -> int:
    """Exit code."""
    return asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> int:
    settings = ServiceSettings()
    if options.mongodb_url:
        settings = ServiceSettings(mongodb_url=options.mongodb_url)
    namespace = settings.broker_namespace if options.namespace is None else options.namespace
    client = connect(settings, "doctor")
    patient = Patient(
        client=client,
        amqp_url=options.amqp_url or settings.amqp_url.get_secret_value(),
        topology=Topology({}, settings.delivery_limit, namespace=namespace),
        services=options.service or list(SUBSCRIPTIONS),
        database_of=lambda service: f"{options.database_prefix}{service}",
    )
    levels: set[str] = set()
    try:
        async for finding in examine(patient):
            levels.add(finding.level)
            _print(finding, options.language, as_json=options.json)
    finally:
        client.close()
    return PROBLEM if "problem" in levels else WARNING if "warning" in levels else WELL


def _print(finding: Finding, language: Language, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(finding.told(language), ensure_ascii=False) + "\n")
        return
    message, remedy = finding.said(language)
    place = f"{finding.service}: " if finding.service else ""
    sys.stdout.write(f"{_MARKS[finding.level]:>2}  {place}{message}\n")
    if remedy:
        sys.stdout.write(f"      -> {remedy}\n")


def _preferred() -> str:
    return "zh" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("zh") else "en"
