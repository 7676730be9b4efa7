"""Private configuration of one broker node: own ports, own directories, own cookie, nothing outside 127.0.0.1."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from localstack.home import Home

USER = "aftersales"
_FORGOTTEN_PREFIXES = ("RABBITMQ_", "ERL_", "NOTIFY_SOCKET")


@dataclass(frozen=True)
class BrokerPorts:
    """AMQP for clients, distribution and name service (epmd) for the node itself."""

    amqp: int
    distribution: int
    names: int


def password(home: Home) -> str:
    """The broker user's password, made on first use; it must outlive the run as the user does."""
    file = home.broker / "password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24))
    return file.read_text()


def environment(home: Home, ports: BrokerPorts, data: Path) -> Mapping[str, str]:
    """Write the node's files and return the environment that makes the server script use only them."""
    directory = home.broker
    config = directory / "rabbitmq.conf"
    config.touch(mode=0o600)
    config.write_text(
        f"listeners.tcp.1 = 127.0.0.1:{ports.amqp}\n"
        f"default_user = {USER}\n"
        f"default_pass = {password(home)}\n"
        "log.file = false\n"
        "log.console = true\n"
        "log.console.level = info\n"
        "log.console.use_colors = off\n"
        # A smaller write-ahead log is replayed faster after a crash.
        "raft.wal_max_size_bytes = 67108864\n"
        "disk_free_limit.absolute = 50MB\n"
    )
    for name, text in (("enabled_plugins", "[].\n"), ("advanced.config", "[].\n"), ("rabbitmq-env.conf", "")):
        (directory / name).write_text(text)
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(_FORGOTTEN_PREFIXES)}
    return inherited | {
        "HOME": str(directory),  # the Erlang cookie lies there
        "RABBITMQ_NODENAME": "aftersales@localhost",
        "RABBITMQ_CONFIG_FILE": str(config),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(directory / "advanced.config"),
        "RABBITMQ_CONF_ENV_FILE": str(directory / "rabbitmq-env.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(directory / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(data),
        "RABBITMQ_LOG_BASE": str(home.logs),
        "RABBITMQ_PID_FILE": str(directory / "node.pid"),
        "RABBITMQ_DIST_PORT": str(ports.distribution),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "ERL_EPMD_PORT": str(ports.names),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        # The server script then becomes the node itself instead of waiting beside it: one pid, one signal.
        "RUNNING_UNDER_SYSTEMD": "true",
    }
