"""Toy services on the session's broker and database, for those who operate them."""

from pathlib import Path

import pytest
from chassis.settings import ServiceSettings

from tests.integration.chassis import toy


@pytest.fixture
def toy_settings(mongo_url: str, amqp_url: str, tmp_path: Path) -> ServiceSettings:
    """Names of its own for each test."""
    return toy.settings(mongo_url, amqp_url, tmp_path)
