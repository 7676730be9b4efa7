"""Events of one case, and what the tests look for in answers."""

import uuid
from typing import TypedDict

from contracts.events.dispatch import TaskAssigned, TaskCommunicated
from contracts.events.intake import CaseOpened
from contracts.schemas import example_of
from httpx import Response

from tests.support.running import RunningService


class Item(TypedDict):
    """The fields of a notification that tests look at."""

    id: str
    version: int
    case_id: str
    addressee: str
    subject: str
    body: str
    status: str
    read_by: str | None
    attempts: list[dict[str, str | None]]


def new_case() -> str:
    """An id that no other test uses."""
    return uuid.uuid4().hex


def opened(case_id: str, **changes: object) -> CaseOpened:
    """The opening of a case."""
    return CaseOpened.model_validate({**example_of(CaseOpened), "case_id": case_id, **changes})


def communicated(case_id: str) -> TaskCommunicated:
    """The customer is told the plan."""
    return TaskCommunicated.model_validate({**example_of(TaskCommunicated), "case_id": case_id})


def assigned(case_id: str, responsible: str, **changes: object) -> TaskAssigned:
    """A task for one responsible."""
    told = {**example_of(TaskAssigned), "case_id": case_id, "responsible": responsible, **changes}
    return TaskAssigned.model_validate(told)


def items(answer: Response) -> list[Item]:
    """The items of a list."""
    assert answer.status_code == 200, answer.text
    found: list[Item] = answer.json()["items"]
    return found


async def seen(service: RunningService, path: str, role: str) -> Item:
    """Waits for a notification."""
    await service.exists(path, role)
    return item(await service.get(path, role))


def item(answer: Response) -> Item:
    """One notification."""
    assert answer.status_code == 200, answer.text
    found: Item = answer.json()
    return found
