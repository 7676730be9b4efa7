"""People at work with a running dispatch service."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from contracts.events.intake import CaseOpened
from contracts.payload import Payload
from httpx import Response
from localstack.tokens import Person, issue

from tests.support.builders import unique
from tests.support.eventually import eventually
from tests.support.running import PATIENCE, RunningService
from tests.unit.dispatch import builders

CLERK = Person(roles=["sales_clerk"], staff="clerk1", team="sales")
QUALITY_LEAD = Person(roles=["team_lead"], staff="quality-lead", team="quality")
RND_DIRECTOR = Person(roles=["rnd_director"], staff="rnd-director", team="rnd")
MANAGER = Person(roles=["rnd_project_manager"], staff="rnd-pm1", team="rnd")
SUPPORT = Person(roles=["support_engineer"], staff="support1", team="support")


def colleague(address: str) -> Person:
    """The quality engineer with this address."""
    return Person(roles=["quality_engineer"], staff=address.removeprefix("staff:"), team="quality")


@dataclass(frozen=True, slots=True)
class Desk:
    """Opens cases by event and works on them over HTTP."""

    service: RunningService

    async def opens(self, text: str = builders.LEAK_TEXT, **more: object) -> str:
        """A new case that dispatch has taken up; its id."""
        case_id = str(more.pop("case_id", unique("case")))
        now = datetime.now(UTC)
        given = {"case_id": case_id, "opened_at": now, "occurred_at": now - timedelta(hours=1), **more}
        payload = CaseOpened.model_validate({**builders.opened(text).data.model_dump(), **given})
        await self.tells(payload, case_id)
        await eventually(lambda: self._known(case_id), within=PATIENCE, what=f"assignment {case_id}")
        return case_id

    async def tells(self, payload: Payload, case_id: str, event_id: str | None = None) -> None:
        """An event of another service."""
        await self.service.publish(payload, case_id=case_id, event_id=event_id)

    async def sees(self, case_id: str, person: Person = CLERK, part: str = "") -> dict[str, object]:
        """The assignment as a person sees it."""
        answer = await self.get(f"/v1/assignments/{case_id}{part}", person)
        assert answer.status_code == 200, answer.text
        body: dict[str, object] = answer.json()
        return body

    async def gets_to(self, case_id: str, status: str) -> dict[str, object]:
        """Waits for a status; the assignment then."""

        async def reached() -> bool:
            return (await self.sees(case_id))["status"] == status

        await eventually(reached, within=PATIENCE, what=f"{case_id} {status}")
        return await self.sees(case_id)

    async def does(
        self, case_id: str, verb: str, person: Person, body: object | None = None, version: int | None = None
    ) -> Response:
        """A command, on the present version unless another is given."""
        if version is None:
            present = (await self.sees(case_id))["version"]
            assert isinstance(present, int)
            version = present
        headers = {**self.headers(person), "If-Match": f'"{version}"'}
        return await self.service.client.post(f"/v1/assignments/{case_id}/{verb}", json=body, headers=headers)

    async def get(self, path: str, person: Person, **params: str | int) -> Response:
        """A read."""
        return await self.service.client.get(path, headers=self.headers(person), params=params)

    def headers(self, person: Person) -> dict[str, str]:
        """Authorization of a person."""
        return {"Authorization": f"Bearer {issue(person, self.service.key, datetime.now(UTC))}"}

    async def _known(self, case_id: str) -> bool:
        return (await self.get(f"/v1/assignments/{case_id}", CLERK)).status_code == 200
