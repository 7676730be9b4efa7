"""What the public APIs say at one moment, about the cases of this demonstration."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from localstack.demo.api import Api
from localstack.demo.cast import MARKETING, READER
from localstack.demo.views import Assignment, AssignmentLine, Case, FollowUp, Improvement, Repair

_AT_ONCE = 8


@dataclass(frozen=True)
class World:
    """Cases, assignments by case id; the others by their own id. All in the order of the lists."""

    cases: Mapping[str, Case] = field(default_factory=dict)
    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    repairs: Mapping[str, Repair] = field(default_factory=dict)
    follow_ups: Mapping[str, FollowUp] = field(default_factory=dict)
    improvements: Mapping[str, Improvement] = field(default_factory=dict)

    def repair_of(self, assignment: Assignment) -> Repair | None:
        """The repair order of the assignment's present round."""
        return self.repairs.get(f"{assignment.id}:{assignment.round}")


async def observe(api: Api, before: World) -> World:
    """Look again; whole assignments are read only when they changed since `before`."""
    cases, lines, repairs, follow_ups, improvements = await asyncio.gather(
        api.every("intake", "/v1/cases", Case, READER),
        api.every("dispatch", "/v1/assignments", AssignmentLine, READER),
        api.every("repair", "/v1/repairs", Repair, READER),
        api.every("survey", "/v1/follow-ups", FollowUp, MARKETING),
        api.every("survey", "/v1/improvements", Improvement, READER),
    )
    return World(
        cases={case.id: case for case in reversed(cases)},
        assignments=await _assignments(api, lines, before.assignments),
        repairs={repair.id: repair for repair in repairs},
        follow_ups={follow_up.id: follow_up for follow_up in follow_ups},
        improvements={improvement.id: improvement for improvement in improvements},
    )


async def _assignments(api: Api, lines: list[AssignmentLine], known: Mapping[str, Assignment]) -> dict[str, Assignment]:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def current(line: AssignmentLine) -> Assignment:
        old = known.get(line.id)
        if old is not None and old.version == line.version:
            return old
        async with gate:
            return await api.get("dispatch", f"/v1/assignments/{line.id}", Assignment, READER)

    found = await asyncio.gather(*(current(line) for line in lines))
    return {assignment.id: assignment for assignment in found}
