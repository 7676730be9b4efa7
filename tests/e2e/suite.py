"""The hands of an end-to-end test: people of the suite, what they do, and what they wait for."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

import httpx
from localstack.demo.api import Api
from localstack.demo.views import Assignment, Case, FollowUp, Improvement, InboxItem, Moment, Page, Repair
from localstack.mailsink import INDEX
from localstack.tokens import Person
from pydantic import BaseModel

from tests.support.builders import unique
from tests.support.eventually import eventually

V = TypeVar("V", bound=BaseModel)

CLERK = Person(("sales_clerk",), "clerk1", "sales")
TECHNICIAN = Person(("technician",), "technician1", "support")
MARKETING = Person(("marketing_staff",), "marketing1")
MARKETING_DIRECTOR = Person(("marketing_director",), "marketing-director")
RND_DIRECTOR = Person(("rnd_director",), "rnd-director", "rnd")
ADMIN = Person(("admin",), "administrator")
ENGLISH_READER = "staff:software1"

RETURN = "收到的颜色发错了，我要退货退款，请告诉我退货地址"
DESIGN = "设计不合理，按键的位置设计得太靠下，希望改进产品设计"
BROKEN = "用了三天就坏了，底部漏水，质量太差"
SERVICE = "客服态度很差，打了四次电话都没人理，服务太差"
SOFTWARE = "系统升级以后软件一直闪退，程序打不开"
UNSURE = "你好，麻烦看一下这个事情，谢谢"


def staff(address: str, *roles: str, team: str | None = None) -> Person:
    """The person behind `staff:<id>`."""
    return Person(roles, address.removeprefix("staff:"), team)


class Running(Protocol):
    """What tests ask of a running suite, however it runs."""

    def url(self, name: str) -> str: ...

    def token(self, person: Person) -> str: ...


@dataclass
class Suite:
    """A running suite. `mail` is the directory of the mail sink."""

    api: Api
    mail: Path

    async def open_case(self, text: str, **fields: object) -> Case:
        """The front desk records a complaint."""
        body: dict[str, object] = {
            "kind": "complaint",
            "channel": "hotline",
            "customer": {"code": "C-1001", "name": "Hangzhou Pump Works"},
            "contact": {"email": f"{unique('mail')}@example.com"},
            "product": {"name": "热水器", "model": "WH-80"},
            "description": text,
            "occurred_at": datetime.now(UTC).isoformat(),
            **fields,
        }
        answer = await self.api.post("intake", "/v1/cases", body, CLERK)
        assert answer.status_code == 201, answer.text
        return Case.model_validate_json(answer.content)

    async def case(self, case_ref: str) -> Case:
        """By id or number."""
        return await self.api.get("intake", f"/v1/cases/{case_ref}", Case, CLERK)

    async def case_is(self, case_id: str, condition: Callable[[Case], bool], within: float = 15.0) -> Case:
        """The case, once the condition holds."""
        return await self._until("intake", f"/v1/cases/{case_id}", Case, condition, within)

    async def assignment_is(
        self, case_id: str, condition: Callable[[Assignment], bool] = lambda _: True, within: float = 15.0
    ) -> Assignment:
        """The assignment, once it exists and the condition holds."""
        return await self._until("dispatch", f"/v1/assignments/{case_id}", Assignment, condition, within)

    async def repair_is(self, repair_id: str, condition: Callable[[Repair], bool] = lambda _: True) -> Repair:
        """The repair order, once it exists and the condition holds."""
        return await self._until("repair", f"/v1/repairs/{repair_id}", Repair, condition)

    async def improvement_is(
        self, improvement_id: str, condition: Callable[[Improvement], bool] = lambda _: True, within: float = 15.0
    ) -> Improvement:
        """The improvement task, once it exists and the condition holds."""
        return await self._until("survey", f"/v1/improvements/{improvement_id}", Improvement, condition, within)

    async def task(self, case_id: str, verb: str, by: Person, body: Mapping[str, object] | None = None) -> Assignment:
        """A command on the assignment as it is now."""
        answer = await self.try_task(case_id, verb, by, body)
        assert answer.status_code == 200, answer.text
        return Assignment.model_validate_json(answer.content)

    async def try_task(
        self, case_id: str, verb: str, by: Person, body: Mapping[str, object] | None = None
    ) -> httpx.Response:
        """A command on the assignment as it is now, which may be refused."""
        return await self._command("dispatch", f"/v1/assignments/{case_id}", f"/{verb}", by, body)

    async def repair(self, repair_id: str, verb: str, by: Person, body: Mapping[str, object]) -> Repair:
        """A command on the repair order as it is now."""
        answer = await self._command("repair", f"/v1/repairs/{repair_id}", f"/{verb}", by, body)
        assert answer.status_code == 200, answer.text
        return Repair.model_validate_json(answer.content)

    async def improve(self, improvement_id: str, verb: str, by: Person, body: Mapping[str, object]) -> Improvement:
        """A command on the improvement task as it is now."""
        answer = await self._command("survey", f"/v1/improvements/{improvement_id}", f"/{verb}", by, body)
        assert answer.status_code == 200, answer.text
        return Improvement.model_validate_json(answer.content)

    async def work_off(self, case_id: str, by: Person) -> None:
        """Accept, reply, and tell the customer."""
        await self.task(case_id, "accept", by)
        await self.task(case_id, "reply", by, {"cause": "密封圈老化", "measure": "更换密封圈"})
        await self.task(case_id, "communicate", CLERK, {"text": "明天上门"})

    async def ask_customer(self, case_id: str, round_: int, answer: str) -> FollowUp:
        """Marketing records the customer's answer about the effect, once it is asked for."""
        path = f"/v1/follow-ups/{case_id}:{round_}"
        follow_up = await self._until("survey", path, FollowUp, lambda found: found.status == "scheduled")
        body = {"method": "phone", "answers": {"solution": answer}, "words": "客户原话"}
        recorded = await self.api.post("survey", f"{path}/record", body, MARKETING, version=follow_up.version)
        assert recorded.status_code == 200, recorded.text
        return FollowUp.model_validate_json(recorded.content)

    async def change(self, case_id: str, verb: str, body: Mapping[str, object], method: str = "POST") -> Case:
        """A clerk's command on the case as it is now."""
        answer = await self._command("intake", f"/v1/cases/{case_id}", verb, CLERK, body, method)
        assert answer.status_code == 200, answer.text
        return Case.model_validate_json(answer.content)

    async def timeline(self, case_id: str) -> list[Moment]:
        """Everything that happened to the case, oldest first."""
        return (await self.api.get("intake", f"/v1/cases/{case_id}/timeline", Page[Moment], CLERK)).items

    async def inbox(self, person: Person, case_id: str) -> list[InboxItem]:
        """The person's messages about the case, newest first."""
        items = await self.api.every("notification", "/v1/inbox", InboxItem, person)
        return [item for item in items if item.case_id == case_id]

    async def messages(self, person: Person, case_id: str, count: int) -> list[InboxItem]:
        """The person's messages about the case, newest first, once there are so many."""

        async def found() -> list[InboxItem] | None:
            items = await self.inbox(person, case_id)
            assert len(items) == count, items
            return items

        items = await eventually(found, what=f"{count} messages to {person.staff}")
        assert items is not None
        return items

    def mails_to(self, address: str) -> list[dict[str, object]]:
        """What the mail sink got for this address, oldest first."""
        index = self.mail / INDEX
        lines = index.read_text(encoding="utf-8").splitlines() if index.exists() else []
        return [mail for mail in map(json.loads, lines) if address in mail["to"]]

    async def _command(
        self,
        service: str,
        path: str,
        verb: str,
        by: Person,
        body: Mapping[str, object] | None,
        method: str = "POST",
    ) -> httpx.Response:
        """With the version of this moment; again when an event came in between the reading and the command."""

        async def answered() -> httpx.Response | None:
            now = await self.api.ask("GET", service, path, ADMIN)
            assert now.status_code == 200, now.text
            version = int(now.headers["etag"].strip('"'))
            answer = await self.api.post(service, path + verb, body, by, version=version, method=method)
            return None if answer.status_code == 412 else answer

        answer = await eventually(answered, what=f"{method} {path}{verb}")
        assert answer is not None
        return answer

    async def _until(
        self, service: str, path: str, view: type[V], condition: Callable[[V], bool], within: float = 15.0
    ) -> V:
        async def found() -> V | None:
            answer = await self.api.ask("GET", service, path, ADMIN)
            if answer.status_code == 404:
                return None
            assert answer.status_code == 200, answer.text
            seen = view.model_validate_json(answer.content)
            assert condition(seen), seen
            return seen

        value = await eventually(found, within=within, what=f"{service} {path}")
        assert value is not None
        return value


def problem(answer: httpx.Response) -> tuple[int, object]:
    """Status and code of a problem; any other answer fails."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]
