"""Whether a Docker engine answers here, found out once and in bounded time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PATIENCE_S = 10.0
BACKENDS_VARIABLE = "AFTERSALES_TEST_BACKENDS"
MONGO_IMAGE = "mongo:8"
RABBITMQ_IMAGE = "rabbitmq:4-management"
_DEFAULT_SOCKET = Path("/var/run/docker.sock")
_PROBE = """
from testcontainers.core.docker_client import DockerClient
print(DockerClient(timeout=5).client.version()["Version"])
"""


class WrongChoiceError(Exception):
    """The variable asks for what is not there."""


def engine_version(environment: Mapping[str, str] = os.environ, patience: float = PATIENCE_S) -> str | None:
    """Version of the engine that testcontainers would use, ``None`` where none answers within ``patience`` seconds.

    Asked in a process of its own: a client that hangs, or leaves something open, is none of the tests' business.
    """
    hints = ("DOCKER_HOST" in environment, bool(shutil.which("docker", path=environment.get("PATH"))))
    if not any(hints) and not _DEFAULT_SOCKET.exists():
        return None
    try:
        asked = subprocess.run(
            [sys.executable, "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
            env=dict(environment),
        )
    except subprocess.TimeoutExpired:
        return None
    return asked.stdout.strip() if asked.returncode == 0 else None


def chosen_engine(environment: Mapping[str, str] = os.environ) -> str | None:
    """The engine's version when containers are to be used, ``None`` for the local stack.

    ``AFTERSALES_TEST_BACKENDS`` says ``local`` or ``containers``; without it an engine is used where one answers.
    Raises ``WrongChoiceError``: what was asked for is never replaced silently.
    """
    wish = environment.get(BACKENDS_VARIABLE, "")
    if wish not in ("", "local", "containers"):
        raise WrongChoiceError(f"{BACKENDS_VARIABLE} is {wish!r}, not 'local' or 'containers'")
    if wish == "local":
        return None
    version = engine_version(environment)
    if wish and version is None:
        raise WrongChoiceError(f"{BACKENDS_VARIABLE}=containers, but no Docker engine answers")
    return version


def images(environment: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """Broker's and database's image."""
    return environment.get("RABBITMQ_IMAGE") or RABBITMQ_IMAGE, environment.get("MONGO_IMAGE") or MONGO_IMAGE
