"""Running the toy as a process, as a supervisor would."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
from chassis.settings import ServiceSettings
from pydantic import SecretStr

from tests.support.eventually import eventually

_ROOT = Path(__file__).parents[3]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(settings: ServiceSettings, port: int) -> dict[str, str]:
    """The settings as variables."""
    values = settings.model_dump(exclude_none=True)
    plain = {k: v.get_secret_value() if isinstance(v, SecretStr) else str(v) for k, v in values.items()}
    named = {f"AFTERSALES_{name.upper()}": value for name, value in plain.items()}
    return {**os.environ, **named, "AFTERSALES_SERVICE_PORT": str(port), "PYTHONPATH": str(_ROOT)}


@asynccontextmanager
async def toy_process(
    settings: ServiceSettings, log: Path, *, ready: bool = True, module: str = "tests.integration.chassis.run_toy"
) -> AsyncIterator[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]:
    """Started, ready, and in the end killed if it is still there."""
    port = free_port()
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            env=environment(settings, port),
            cwd=_ROOT,
            stderr=output,
            stdout=output,
        )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:

            async def answers() -> bool:
                with suppress(httpx.TransportError):
                    return (await client.get("/readyz")).status_code == 200
                return False

            if ready:
                await eventually(answers, within=30)
            yield process, client
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
