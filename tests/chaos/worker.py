"""One person who carries one case through every hand, by the public APIs only, in whatever state it finds things."""

import asyncio
import json
import random
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tests.chaos.api import Api
from tests.chaos.ledger import Receipt

POLL = 0.6
DAWDLE = 5.0
MOVED_ON = frozenset({404, 409, 412})
"""Not there yet, or changed meanwhile (also by our own earlier try whose answer got lost): look again."""
ENDED = frozenset({"closed", "withdrawn"})

Json: TypeAlias = dict[str, object]
Command: TypeAlias = tuple[Literal["dispatch", "repair", "survey", "intake"], str, Json]


@dataclass(slots=True)
class Worker:
    """Looks at the case again and again and does what its state asks for, until it has ended."""

    api: Api
    receipt: Receipt
    dice: random.Random
    going_home: asyncio.Event

    async def run(self) -> bool:
        """Whether the case has ended; False when it was time to go home before."""
        pace = DAWDLE if self.receipt.persona.slow else POLL
        step = self._withdraw if self.receipt.persona.withdraws else self._carry_on
        while not self.going_home.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self.going_home.wait(), pace * self.dice.uniform(0.5, 1.5))
            if await step():
                return True
        return False

    async def _carry_on(self) -> bool:
        assignment = await self._look("dispatch", f"/v1/assignments/{self.receipt.case_id}")
        if assignment is None:
            return False
        if assignment["status"] in ENDED:
            return True
        await self._move(assignment)
        return False

    async def _move(self, assignment: Json) -> None:
        path = f"/v1/assignments/{assignment['id']}"
        round_id = f"{assignment['id']}:{assignment['round']}"
        match assignment["status"]:
            case "awaiting_classification":
                await self._command("dispatch", f"{path}/classify", assignment, {"category": "usage"})
            case "assigned" if assignment["step"] == "02B":
                named: Json = {"responsible": "staff:rnd-pm1"}
                await self._command("dispatch", f"{path}/name-responsible", assignment, named)
            case "assigned":
                await self._command("dispatch", f"{path}/accept", assignment, None)
            case "accepted":
                signed: Json = {"cause": "worn", "measure": "replaced"}
                await self._command("dispatch", f"{path}/reply", assignment, signed)
            case "replied":
                await self._command("dispatch", f"{path}/communicate", assignment, {"text": "we come on Tuesday"})
            case "communicated" if assignment["repair_required"]:
                await self._repair(f"/v1/repairs/{round_id}")
            case "communicated":
                await self._command("dispatch", f"{path}/resolve", assignment, {"resolution": "done"})
            case "resolved":
                await self._follow_up(f"/v1/follow-ups/{round_id}", first=assignment["round"] == 1)

    async def _repair(self, path: str) -> None:
        order = await self._look("repair", path)
        if order is None:
            return
        moves: dict[object, tuple[str, Json]] = {
            "opened": ("plan", {"steps": ["replace the seal"], "estimated_minutes": 30}),
            "planned": ("log", {"what": "seal replaced", "minutes": 20}),
            "in_progress": ("test", {"checks": [{"name": "tightness", "passed": True}]}),
            "tested": ("complete", {"summary": "seal replaced and tested"}),
            "completed": ("confirm", {"method": "on_site"}),
        }
        if order["status"] in moves:
            move, body = moves[order["status"]]
            await self._command("repair", f"{path}/{move}", order, body)

    async def _follow_up(self, path: str, *, first: bool) -> None:
        follow_up = await self._look("survey", path)
        if follow_up is None or follow_up["status"] != "scheduled":
            return
        answer = "dissatisfied" if first and self.receipt.persona.dissatisfied else "very_satisfied"
        told: Json = {"method": "phone", "answers": {"solution": answer}, "words": "as it is"}
        await self._command("survey", f"{path}/record", follow_up, told)

    async def _withdraw(self) -> bool:
        path = f"/v1/cases/{self.receipt.case_id}"
        seen = await self.api.get("intake", path)
        if seen.json()["status"] in ENDED:
            return True
        headers = {"If-Match": seen.headers["ETag"]}
        answer = await self.api.post("intake", f"{path}/withdraw", b'{"reason":"solved it myself"}', headers)
        assert answer.is_success or answer.status_code in MOVED_ON, answer.text
        return False

    async def _look(self, service: str, path: str) -> Json | None:
        answer = await self.api.get(service, path)
        if answer.status_code in MOVED_ON:
            return None
        assert answer.is_success, answer.text
        seen: Json = answer.json()
        return seen

    async def _command(self, service: str, path: str, seen: Json, body: Json | None) -> None:
        headers = {"If-Match": f'"{seen["version"]}"'}
        content = b"" if body is None else json.dumps(body).encode()
        answer = await self.api.post(service, path, content, headers)
        assert answer.is_success or answer.status_code in MOVED_ON, f"{path}: {answer.text}"
