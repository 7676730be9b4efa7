"""`aftersales backup` and `aftersales restore`: one service or all, checked by counts and SHA-256.

Exit codes: 0 done, 1 could not be done, 2 wrong usage, 3 refused, since something would be overwritten or is in use.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import aio_pika
from aio_pika.exceptions import ChannelClosed
from contracts.subscriptions import SUBSCRIPTIONS
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from chassis.backup import Exists, take
from chassis.backup_files import Damaged, Manifest, read_manifest, verify
from chassis.broker import BROKER_FAULTS
from chassis.cli_doctor import add_places
from chassis.queues import QueueFigures, figures, queues_of
from chassis.restore import Lost, NotEmpty, restore
from chassis.settings import ServiceSettings
from chassis.topology import Topology

DONE, FAILED, REFUSED = 0, 1, 3
CONNECT_SECONDS = 5.0


def add_parsers(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`backup` and `restore`."""
    backup = groups.add_parser("backup", help="all documents of one service or all, as of one instant")
    backup.add_argument("--to", type=Path, required=True, help="directory that does not exist yet")
    restoring = groups.add_parser("restore", help="make databases what a backup says")
    restoring.add_argument("--from", type=Path, required=True, dest="source", help="directory that a backup made")
    restoring.add_argument("--check", action="store_true", help="only hold the backup against its manifest")
    restoring.add_argument("--overwrite", action="store_true", help="what the databases hold now may go")
    restoring.add_argument("--even-running", action="store_true", help="do not ask the broker who is running")
    restoring.add_argument("--lost", type=Path, help="file for one JSON line about every document that gets older")
    for parser, run in ((backup, _backup), (restoring, _restore)):
        parser.add_argument(
            "--service", action="append", choices=sorted(SUBSCRIPTIONS), help="only this one (repeatable; default all)"
        )
        add_places(parser)
        parser.set_defaults(run=run)


def _backup(options: argparse.Namespace) -> int:
    services = options.service or list(SUBSCRIPTIONS)
    databases = {service: f"{options.database_prefix}{service}" for service in services}

    def in_flight(service: str) -> int | None:
        found = _queues(options, lambda topology: queues_of(topology, service)[:-1])
        return None if found is None else sum(queue.messages for queue in found)

    with _client(options) as client:
        try:
            manifests = take(client, databases, options.to, in_flight)
        except Exists:
            print(f"{options.to} exists already", file=sys.stderr)
            return REFUSED
        except (PyMongoError, OSError) as error:
            print(f"no backup: {type(error).__name__}: {error}", file=sys.stderr)
            return FAILED
    for manifest in manifests:
        print(_line(manifest))
    if any(manifest.in_flight for manifest in manifests):
        print("messages were on their way: see docs/operations.md, backups without a gap", file=sys.stderr)
    return DONE


def _restore(options: argparse.Namespace) -> int:
    try:
        services = _verified(options.source, options.service)
    except Damaged as error:
        print(f"nothing was changed: {error}", file=sys.stderr)
        return FAILED
    if options.check:
        for service in services:
            print(_line(read_manifest(options.source / service)))
        return DONE
    return _put_back(options, services)


def _verified(source: Path, chosen: Sequence[str] | None) -> Sequence[str]:
    """The services to restore, each of whose backup is what its manifest says; raises Damaged."""
    services = chosen or sorted(path.parent.name for path in source.glob("*/manifest.json"))
    if not services:
        raise Damaged(f"{source} holds no backup")
    for service in services:
        manifest = verify(source / service)
        if manifest.service != service:
            raise Damaged(f"{source / service} is a backup of {manifest.service}")
    return services


def _put_back(options: argparse.Namespace, services: Sequence[str]) -> int:
    for service in [] if options.even_running else services:
        found = _queues(options, partial(_events_queue, service))
        if found is None:
            print(f"whether {service} is running could not be asked", file=sys.stderr)
        elif any(queue.consumers for queue in found):
            print(f"{service} is running: stop all its replicas first", file=sys.stderr)
            return REFUSED
    losses: list[Lost] = []
    with _client(options) as client:
        for service in services:
            database = f"{options.database_prefix}{service}"
            before = len(losses)
            try:
                manifest = restore(
                    client, options.source / service, database, overwrite=options.overwrite, lost=losses.append
                )
            except NotEmpty:
                print(f"{database} is not empty: --overwrite lets its documents go", file=sys.stderr)
                return REFUSED
            except (Damaged, PyMongoError, OSError) as error:
                print(f"{service} was not restored: {type(error).__name__}: {error}", file=sys.stderr)
                return FAILED
            print(f"{_line(manifest)}; {len(losses) - before} documents are older than they were, or gone")
    if options.lost is not None:
        options.lost.write_text("".join(f"{json.dumps(asdict(item))}\n" for item in losses), encoding="utf-8")
    return DONE


def _line(manifest: Manifest) -> str:
    moment = manifest.taken_at.isoformat(timespec="milliseconds")
    return f"{manifest.service}: {manifest.documents} documents as of {moment}"


def _client(options: argparse.Namespace) -> "MongoClient[dict[str, object]]":
    url = options.mongodb_url or ServiceSettings().mongodb_url.get_secret_value()
    return MongoClient(url, tz_aware=True, appname="aftersales-backup", serverSelectionTimeoutMS=5_000)


def _events_queue(service: str, topology: Topology) -> list[str]:
    return [topology.events_queue(service)]


def _queues(options: argparse.Namespace, names: Callable[[Topology], Sequence[str]]) -> list[QueueFigures] | None:
    """Those queues, or None when the broker cannot be asked or does not have them all."""
    settings = ServiceSettings()
    namespace = settings.broker_namespace if options.namespace is None else options.namespace
    topology = Topology({}, settings.delivery_limit, namespace=namespace)
    url = options.amqp_url or settings.amqp_url.get_secret_value()
    try:
        return asyncio.run(_ask(url, names(topology)))
    except (ChannelClosed, *BROKER_FAULTS):
        return None


async def _ask(url: str, names: Sequence[str]) -> list[QueueFigures]:
    connection = await aio_pika.connect(url, timeout=CONNECT_SECONDS)
    async with connection, connection.channel() as channel:
        return await figures(channel, names)
