"""Initiates the one-node replica set and gives every service a user for its own database; safe to run at each start.

The services' images carry pymongo; passwords come from ``/run/secrets``. Exit code 0, 1 for a
database that doesn't come up.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

SERVICES = ("intake", "dispatch", "repair", "survey", "notification")
MEMBER = "mongo:27017"
REPLICA_SET = "aftersales"
SECRETS = Path("/run/secrets")
PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 0.5
NOT_INITIATED = 94
USER_EXISTS = 51003

Client = MongoClient[dict[str, object]]


def initiate(client: Client) -> None:
    """The set with this one member, unless it exists."""
    try:
        client.admin.command("replSetGetStatus")
    except OperationFailure as error:
        if error.code != NOT_INITIATED:
            raise
        members = [{"_id": 0, "host": MEMBER}]
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
        sys.stdout.write("database: replica set initiated\n")


def is_primary(client: Client) -> bool:
    """Whether it takes writes."""
    return bool(client.admin.command("hello").get("isWritablePrimary"))


def grant(client: Client, service: str, password: str) -> None:
    """A user that reads and writes the service's database and no other."""
    user = {"pwd": password, "roles": [{"role": "readWrite", "db": f"aftersales_{service}"}]}
    try:
        client.admin.command({"createUser": service, **user})
        sys.stdout.write(f"database: user {service} created\n")
    except OperationFailure as error:
        if error.code != USER_EXISTS:
            raise
        client.admin.command({"updateUser": service, **user})


def patiently(attempt: Callable[[], bool], deadline: float) -> bool:
    """Whether an attempt succeeds before the deadline; a database that starts refuses for a while."""
    while time.monotonic() < deadline:
        try:
            if attempt():
                return True
        except PyMongoError as error:
            sys.stdout.write(f"database: {type(error).__name__}\n")
        time.sleep(PAUSE_SECONDS)
    return False


def main() -> int:
    """Initiate, wait for the primary, create or renew users."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    password = (SECRETS / "mongo_root_password").read_text(encoding="ascii")
    with Client(
        f"mongodb://{MEMBER}/?directConnection=true",
        username="root",
        password=password,
        serverSelectionTimeoutMS=2000,
    ) as client:

        def ready() -> bool:
            initiate(client)
            return is_primary(client)

        if not patiently(ready, deadline):
            return 1
        for service in SERVICES:
            own = (SECRETS / f"mongo_{service}_password").read_text(encoding="ascii")
            grant(client, service, own)
    sys.stdout.write("database: ready\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
