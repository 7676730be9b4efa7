"""`aftersales` as an operator types it, on a test's own database and names."""

import asyncio
import io
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from chassis import cli
from chassis.settings import ServiceSettings


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


async def aftersales(settings: ServiceSettings, prefix: str, *arguments: str | object) -> Done:
    """Run a command that takes the places of an installation."""
    places = ["--mongodb-url", settings.mongodb_url.get_secret_value(), "--database-prefix", prefix]
    places += ["--amqp-url", settings.amqp_url.get_secret_value(), "--namespace", settings.broker_namespace]
    return await asyncio.to_thread(_run, [*map(str, arguments), *places])


def _run(arguments: Sequence[str]) -> Done:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.main(arguments)
    return Done(code, out.getvalue(), err.getvalue())
