"""Makes the suite's secrets on first use and hands every container its own; safe to run at each start.

Master copies lie in ``/master``; each consumer has a directory below ``/for``, a volume that only this one mounts.
``--renew NAME`` replaces a secret first: its consumers get the new one, and have to be started again to read it.
Standard library only. Exit code 0, 2 for a name that doesn't exist.
"""

import argparse
import base64
import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

SERVICES = ("intake", "dispatch", "repair", "survey", "notification")
REPLICA_SET = "aftersales"
BROKER_USER = "aftersales"


def _word() -> str:
    return secrets.token_urlsafe(36)


def _keyfile() -> str:
    return base64.b64encode(secrets.token_bytes(756)).decode("ascii")


MAKERS: Mapping[str, Callable[[], str]] = {
    "auth_key": _word,
    "tracking_key": _word,
    "mongo_keyfile": _keyfile,
    "mongo_root_password": _word,
    "rabbitmq_password": _word,
    **{f"mongo_{service}_password": _word for service in SERVICES},
}


def handed_out(values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Files of each consumer. A service gets its settings under the names that it reads them by."""
    amqp = f"amqp://{BROKER_USER}:{values['rabbitmq_password']}@rabbitmq:5672/"
    database = f"mongo:27017/?authSource=admin&replicaSet={REPLICA_SET}"
    files = {
        service: {
            "aftersales_mongodb_url": f"mongodb://{service}:{values[f'mongo_{service}_password']}@{database}",
            "aftersales_amqp_url": amqp,
            "auth_key": values["auth_key"],
        }
        for service in SERVICES
    }
    files["intake"]["tracking_key"] = values["tracking_key"]
    passwords = {name: values[name] for name in values if name.startswith("mongo_") and name.endswith("_password")}
    root = values["mongo_root_password"]
    return files | {
        "mongo": {"keyfile": values["mongo_keyfile"], "mongo_root_password": root},
        "mongo-setup": passwords,
        "rabbitmq": {"rabbitmq_password": values["rabbitmq_password"]},
    }


def make(master: Path, consumers: Path, renewed: frozenset[str] = frozenset()) -> list[str]:
    """Names of the secrets that were made now. Files are replaced in one step."""
    made = [name for name in MAKERS if name in renewed or not (master / name).exists()]
    for name in made:
        _write(master / name, MAKERS[name](), 0o400)
    values = {name: (master / name).read_text(encoding="ascii") for name in MAKERS}
    for consumer, files in handed_out(values).items():
        for name, value in files.items():
            # Readable for whatever user the image has; the volume is mounted by this consumer only.
            _write(consumers / consumer / name, value, 0o444)
    return made


def _write(file: Path, value: str, mode: int) -> None:
    if file.exists() and file.read_text(encoding="ascii") == value:
        return
    draft = file.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(value, encoding="ascii")
    draft.chmod(mode)
    draft.replace(file)


def main() -> int:
    """Tells names, never values."""
    parser = argparse.ArgumentParser(prog="secrets", description="Make the suite's secrets, hand them out.")
    parser.add_argument("--renew", action="append", default=[], choices=sorted(MAKERS), metavar="NAME")
    parser.add_argument("--master", type=Path, default=Path("/master"))
    parser.add_argument("--consumers", type=Path, default=Path("/for"))
    options = parser.parse_args()
    made = make(options.master, options.consumers, frozenset(options.renew))
    sys.stdout.write(f"secrets: made {', '.join(made)}\n" if made else "secrets: all there\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
