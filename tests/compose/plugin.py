"""A pytest plugin that puts the containers under the end-to-end tests: ``pytest -p tests.compose.plugin tests/e2e``."""

import socket
from collections.abc import Iterator

import pytest

from tests.e2e.policies import notification_policy
from tests.support.compose import Compose
from tests.support.engine import engine_version

_IN_THE_MIDDLE = "test_kill.py"


@pytest.fixture(scope="session")
def compose(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compose]:
    """The whole suite from its images, behind its entrance, two replicas of dispatch."""
    home = tmp_path_factory.mktemp("compose")
    home.chmod(0o755)
    for parent in (home.parent, home.parent.parent):
        parent.chmod(0o755)
    notification_policy(home)
    with Compose(home, _free_port(), {"dispatch": 2}) as running:
        yield running


def pytest_report_header() -> str:
    """Say on what it runs; without an engine everything fails, nothing is skipped."""
    return f"suite: docker compose, Docker engine {engine_version() or 'MISSING'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The kill of a container comes in the middle, so that complaints travel before and after it."""
    kills = [item for item in items if item.path.name == _IN_THE_MIDDLE]
    travels = [item for item in items if item not in kills and "e2e" in item.path.parts]
    others = [item for item in items if item not in kills and item not in travels]
    half = len(travels) // 2
    items[:] = [*travels[:half], *kills, *travels[half:], *others]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
