"""A front desk at work: requests to the service, and what its database holds."""

import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

from contracts.payload import Payload
from httpx import Response
from intake.settings import Settings

from tests.support.builders import payload_of
from tests.support.eventually import eventually
from tests.support.running import RunningService, settings_for

CLERK = "sales_clerk"
BODY: dict[str, object] = {
    "kind": "complaint",
    "channel": "hotline",
    "customer": {"name": "Hangzhou Pump Works"},
    "contact": {"name": "Chen Mei", "phone": "+86 571 5550 0100", "email": "chen.mei@example.com"},
    "product": {"name": "Water heater", "model": "WH-80"},
    "description": "The heater leaks.",
    "occurred_at": "2026-03-02T08:30:00Z",
}


def intake_settings(mongo_url: str, amqp_url: str, directory: Path) -> Settings:
    """Settings that share nothing with other tests; case numbers are reserved three at a time."""
    key = directory / "tracking.key"
    key.write_text(secrets.token_hex(32), encoding="ascii")
    given = settings_for("intake", mongo_url, amqp_url, directory)
    return Settings.model_validate({**given, "tracking_key_file": key, "number_block": 3})


@dataclass(frozen=True, slots=True)
class Desk:
    """People at the front desk; `service` is what they speak to."""

    service: RunningService

    async def post(self, body: object, role: str = CLERK, **headers: str) -> Response:
        """Record a case."""
        return await self.service.post("/v1/cases", body, role, headers=headers)

    async def opened(self, **fields: object) -> dict[str, str]:
        """A case, recorded just now, as the service shows it."""
        answer = await self.post({**BODY, **fields})
        assert answer.status_code == 201, answer.text
        shown: dict[str, str] = answer.json()
        return shown

    async def send(
        self, content: bytes, media_type: str | None = "application/json", path: str = "/v1/cases"
    ) -> Response:
        """A body as it is; to an existing case as an amendment of its first version."""
        headers = {**self.service.headers((CLERK,)), "If-Match": '"1"'}
        if media_type is not None:
            headers["Content-Type"] = media_type
        method = "POST" if path == "/v1/cases" else "PATCH"
        return await self.service.client.request(method, path, content=content, headers=headers)

    async def patch(self, reference: str, body: object, version: int | None, role: str = CLERK) -> Response:
        """Amend a version of a case."""
        match = {} if version is None else {"If-Match": f'"{version}"'}
        return await self.service.client.patch(
            f"/v1/cases/{reference}", json=body, headers={**self.service.headers((role,)), **match}
        )

    async def count(self) -> int:
        """How many cases are stored."""
        return await self.service.runtime.mongo_database["cases"].count_documents({})

    async def version(self, case_id: str) -> object:
        """The stored version of a case."""
        raw = await self.service.runtime.mongo_database["cases"].find_one({"_id": case_id})
        assert raw is not None
        return raw["v"]

    async def tell(self, event: type[Payload], case_id: str, **fields: object) -> None:
        """News from another service."""
        await self.service.publish(payload_of(event, case_id=case_id, **fields), case_id=case_id)

    async def shows(self, case_id: str, **expected: object) -> dict[str, object]:
        """Waits until the case shows these values."""

        async def shown() -> dict[str, object] | None:
            case: dict[str, object] = (await self.service.get(f"/v1/cases/{case_id}", CLERK)).json()
            return case if {name: case[name] for name in expected} == expected else None

        found = await eventually(shown, what=f"{case_id} {expected}")
        assert found is not None
        return found


def key() -> str:
    """An Idempotency-Key nobody has used."""
    return uuid.uuid4().hex
