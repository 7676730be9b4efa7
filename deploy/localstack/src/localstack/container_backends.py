"""The two containers of a stack, configured like the private processes."""

import os

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from localstack import amqp_probe
from localstack.containers import ContainerBackend
from localstack.home import Home
from localstack.mongodb import REPLICA_SET
from localstack.rabbitmq_config import USER, password

MONGODB_IMAGE = "mongo:8"
RABBITMQ_IMAGE = "rabbitmq:4"
_MONGODB_PORT = 27017
_AMQP_PORT = 5672
_PROBE_MS = 1000


def database(home: Home, port: int) -> ContainerBackend:
    """MongoDB as a one-node replica set; clients connect directly, the set's name for itself is the container's."""
    url = f"mongodb://127.0.0.1:{port}/?directConnection=true"
    return ContainerBackend(
        name=_name(home, "database"),
        image=MONGODB_IMAGE,
        port=port,
        inner_port=_MONGODB_PORT,
        url=url,
        ready=lambda: _primary(url),
        arguments=("--replSet", REPLICA_SET, "--bind_ip_all"),
    )


def broker(home: Home, port: int) -> ContainerBackend:
    """RabbitMQ with the same user and password as the private node."""
    secret = password(home)
    return ContainerBackend(
        name=_name(home, "broker"),
        image=RABBITMQ_IMAGE,
        port=port,
        inner_port=_AMQP_PORT,
        url=f"amqp://{USER}:{secret}@127.0.0.1:{port}/",
        ready=lambda: amqp_probe.answers("127.0.0.1", port),
        settings={"RABBITMQ_DEFAULT_USER": USER, "RABBITMQ_DEFAULT_PASS": secret},
    )


def _name(home: Home, role: str) -> str:
    return f"aftersales-{home.digest}-{os.getuid()}-{role}"


def _primary(url: str) -> bool:
    try:
        with MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=_PROBE_MS) as client:
            hello = client.admin.command("hello")
            if not hello.get("setName"):
                member = {"_id": 0, "host": f"127.0.0.1:{_MONGODB_PORT}"}
                client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
            return bool(hello.get("isWritablePrimary"))
    except PyMongoError:
        return False
