"""The client under load: reports complaints at a steady rate and keeps every 201."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.chaos.api import Api
from tests.chaos.complaints import Complaint, complaint
from tests.chaos.ledger import Ledger, Receipt

REPEATED = 0.2
"""Share of the complaints that are sent a second time although the first answer came."""
CREATED = 201


@dataclass(slots=True)
class Reporter:
    """`on_receipt` is told every first 201."""

    api: Api
    ledger: Ledger
    dice: random.Random
    on_receipt: Callable[[Receipt], None]
    under_way: set["asyncio.Task[None]"] = field(default_factory=set)
    reported: int = 0

    async def run(self, rate: float, stop: asyncio.Event) -> None:
        """`rate` complaints a second until told to stop; then waits until each has its 201."""
        while not stop.is_set():
            self.reported += 1
            task = asyncio.create_task(self._report(complaint(self.reported, self.dice)))
            self.under_way.add(task)
            await asyncio.sleep(self.dice.uniform(0.5, 1.5) / rate)
        await asyncio.gather(*self.under_way)

    async def repeat(self, receipt: Receipt) -> None:
        """Send a complaint again and compare."""
        case_id, number = await self._post(receipt.key, receipt.body)
        self.ledger.compare(receipt, case_id, number)

    async def _report(self, new: Complaint) -> None:
        case_id, number = await self._post(new.key, new.body)
        receipt = Receipt(new.key, case_id, number, new.body, new.email, new.persona)
        self.ledger.add(receipt)
        self.on_receipt(receipt)
        if self.dice.random() < REPEATED:
            await self.repeat(receipt)

    async def _post(self, key: str, body: bytes) -> tuple[str, str]:
        answer = await self.api.post("intake", "/v1/cases", body, {"Idempotency-Key": key})
        assert answer.status_code == CREATED, answer.text
        told = answer.json()
        return str(told["id"]), str(told["number"])
