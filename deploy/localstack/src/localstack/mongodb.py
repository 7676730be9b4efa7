"""A private mongod as a one-node replica set (the services need majority writes)."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from localstack.child import Child
from localstack.errors import NotReadyError
from localstack.home import Home
from localstack.ports import is_free
from localstack.processes import ProcessRef
from localstack.waiting import wait_until

REPLICA_SET = "aftersales"
CACHE_VARIABLE = "AFTERSALES_MONGODB_CACHE_GB"
_DEFAULT_CACHE_GB = "0.5"
_START_S = 60.0
_STOP_S = 20.0
_PROBE_MS = 2000
_NOT_INITIALISED = 94


def find_mongod() -> Path | None:
    """``mongod`` on PATH, else the one inside the database wheel, else ``None``."""
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    wheel = find_spec("fiftyone")
    for location in (wheel.submodule_search_locations or ()) if wheel else ():
        binary = Path(location) / "db" / "bin" / "mongod"
        if binary.is_file():
            return binary
    return None


class LocalMongod:
    """The database process of one stack; data survive ``kill`` and ``stop``, the port may change between runs."""

    def __init__(self, home: Home, binary: Path, port: int, *, in_memory: bool = False) -> None:
        self._port = port
        self._binary = binary
        command = [
            *(str(binary), "--dbpath", str(home.data("database", in_memory=in_memory))),
            *("--bind_ip", "127.0.0.1", "--port", str(port), "--replSet", REPLICA_SET, "--nounixsocket"),
            *("--wiredTigerCacheSizeGB", os.environ.get(CACHE_VARIABLE, _DEFAULT_CACHE_GB), "--oplogSize", "512"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            # Nobody can take over from a single node: no grace for clients to look for another primary.
            *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
            "--quiet",
        ]
        self._child = Child("database", home, command, os.environ, port)

    @property
    def url(self) -> str:
        return f"mongodb://127.0.0.1:{self._port}/?replicaSet={REPLICA_SET}"

    @property
    def description(self) -> str:
        return f"mongod {self._binary}"

    def start(self) -> None:
        self._child.spawn()

    def wait_ready(self) -> None:
        """Return once it takes writes; ``NotReadyError`` when it doesn't in time."""
        self._child.wait_ready(lambda: not is_free(self._port), _START_S)
        with MongoClient[dict[str, object]](
            "127.0.0.1", self._port, directConnection=True, serverSelectionTimeoutMS=_PROBE_MS
        ) as client:
            if not wait_until(lambda: not self._child.alive() or self._is_primary(client), _START_S):
                raise NotReadyError(f"mongod did not become primary; the end of its log:\n{self._child.log_tail()}")
        self._child.wait_ready(lambda: True, _START_S)

    def alive(self) -> bool:
        return self._child.alive()

    def kill(self) -> None:
        self._child.kill()

    def stop(self) -> None:
        self._child.end(_STOP_S)

    def processes(self) -> list[ProcessRef]:
        ref = self._child.ref
        return [ref] if ref else []

    def containers(self) -> list[str]:
        return []

    def _is_primary(self, client: MongoClient[dict[str, object]]) -> bool:
        try:
            if client.admin.command("hello").get("isWritablePrimary"):
                return self._address_is_current(client)
            self._configure(client)
        except PyMongoError:
            return False
        return False

    def _configure(self, client: MongoClient[dict[str, object]]) -> None:
        """Initiate the set on first start; point it to the new port when an earlier run had another."""
        member = {"_id": 0, "host": f"127.0.0.1:{self._port}"}
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as error:
            if error.code == _NOT_INITIALISED:
                client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
            return
        if config["members"][0]["host"] != member["host"]:
            config["members"] = [member]
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)

    def _address_is_current(self, client: MongoClient[dict[str, object]]) -> bool:
        return bool(client.admin.command("hello").get("me") == f"127.0.0.1:{self._port}")
