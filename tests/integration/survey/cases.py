"""Cases as far as the survey service has them."""

import uuid
from datetime import UTC, datetime

from contracts.events.dispatch import CaseResolved
from httpx import Response

from tests.support.builders import payload_of
from tests.support.running import RunningService


async def resolved(service: RunningService, round_: int = 1, case_id: str | None = None) -> tuple[str, str]:
    """A case resolved just now, with its follow-up; case id and path."""
    case_id = case_id or uuid.uuid4().hex
    event = payload_of(CaseResolved, case_id=case_id, round=round_, resolved_at=datetime.now(UTC))
    await service.publish(event, case_id=case_id)
    path = f"/v1/follow-ups/{case_id}:{round_}"
    await service.exists(path, "marketing_staff")
    return case_id, path


async def act(service: RunningService, path: str, command: str, body: object, role: str) -> Response:
    """A command on whatever version is there, again when a timer was quicker."""
    while True:
        etag = (await service.get(path, role)).headers["ETag"]
        answer = await service.post(f"{path}/{command}", body, role, headers={"If-Match": etag})
        if answer.status_code != 412:
            return answer
