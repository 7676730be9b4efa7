"""Each service keeps to its own OpenAPI document, whatever is sent (schemathesis, against the real server)."""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.integration.openapi.apps import ROLES, SERVICES, served

RULES = Path(__file__).with_name("schemathesis.toml")
TOOL = Path(sys.executable).with_name("schemathesis")
LIMIT_SECONDS = 400
"""Far more than a run takes; a machine may be busy."""


def configuration(ids: Mapping[str, str]) -> str:
    """The shared rules, and that most paths name an aggregate that exists, in one of its first versions."""
    known = {**{name: [value] for name, value in ids.items()}, "if-match": ['"1"', '"2"', '"3"']}
    dictionaries = [f"[dictionaries.{name}]\nvalues = {json.dumps(values)}" for name, values in known.items()]
    parameters = [f'{name} = {{ dictionary = "{name}", probability = 0.7 }}' for name in known]
    return "\n".join([RULES.read_text(encoding="utf-8"), *dictionaries, "[parameters]", *parameters])


@pytest.mark.timeout(LIMIT_SECONDS + 60)
@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_keeps_to_its_document(name: str, mongo_url: str, amqp_url: str, tmp_path: Path) -> None:
    async with served(name, mongo_url, amqp_url, tmp_path) as (service, url):
        config = tmp_path / "schemathesis.toml"
        config.write_text(configuration(await SERVICES[name].seed(service)), encoding="utf-8")
        document = tmp_path / "openapi.json"
        document.write_text(json.dumps(service.runtime.app.openapi()), encoding="utf-8")
        command = ["--config-file", str(config), "run", str(document), "--url", url, "--no-color"]
        for header, value in service.headers(ROLES).items():
            command += ["--header", f"{header}: {value}"]
        process = await asyncio.create_subprocess_exec(
            TOOL, *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, cwd=tmp_path
        )
        output, _ = await asyncio.wait_for(process.communicate(), LIMIT_SECONDS)
        assert process.returncode == 0, output.decode()
