"""The session's broker and database, shared by all workers. A missing backend fails, it never skips."""

import pytest

from tests.support import backends as support
from tests.support import effort

effort.register_profiles()


def _is_controller(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Name the session before workers start; they inherit it."""
    config.addinivalue_line("markers", "long: takes minutes; only in `make test-chaos` and `make test-simulation`")
    config.addinivalue_line("markers", "slow: seconds of pure computing; in `make test`, not in `make test-unit`")
    if _is_controller(config):
        support.open_session()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing running."""
    if _is_controller(config):
        support.close_session()


def pytest_report_header() -> str:
    """Say which backends the tests meet."""
    return support.plan()


@pytest.fixture(scope="session")
def backends() -> support.SharedBackends:
    """Broker and database of this session; use names of your own in them, other tests share them."""
    return support.shared_backends()


@pytest.fixture(scope="session")
def mongo_url(backends: support.SharedBackends) -> str:
    """Address of a database that takes majority writes."""
    return backends.mongodb_url


@pytest.fixture(scope="session")
def amqp_url(backends: support.SharedBackends) -> str:
    """Address of a broker, default virtual host."""
    return backends.amqp_url
