"""The notification service as it runs, with a mail server of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from notification.bootstrap import build
from notification.settings import Settings

from tests.integration.notification.mail_sink import MailSink
from tests.integration.repair.running import RunningService, running, settings_for

POLICY = Path(__file__).with_name("policy.yaml")


@pytest.fixture
async def mail() -> AsyncIterator[MailSink]:
    """A listening mail server."""
    sink = MailSink()
    await sink.start()
    yield sink
    await sink.stop()


@pytest.fixture
async def service(mongo_url: str, amqp_url: str, mail: MailSink, tmp_path: Path) -> AsyncIterator[RunningService]:
    """The service with pauses of a second between tries."""
    shared = settings_for("notification", mongo_url, amqp_url, tmp_path)
    settings = Settings.model_validate(
        {
            **shared,
            "smtp_port": mail.port,
            "public_url": "https://service.example.com",
            "notification_policy_file": POLICY,
        }
    )
    async with running(settings, lambda: build(settings)) as started:
        yield started
