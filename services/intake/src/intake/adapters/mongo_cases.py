"""How cases are found."""

from collections.abc import Mapping
from datetime import datetime

from chassis.documents import Stored
from chassis.errors import NotFound
from chassis.store import Page, Store

from intake.domain.case import Case
from intake.domain.case_number import looks_like_number, parse_case_number

UNIQUE = ("state.number",)
INDEXES = (
    (("state.received_at", -1), ("_id", -1)),
    (("state.status", 1), ("state.received_at", -1), ("_id", -1)),
    (("state.details.customer.id", 1), ("state.received_at", -1), ("_id", -1)),
    (("state.details.product.serial", 1), ("state.received_at", -1)),
)
_FIELDS = {
    "status": "state.status",
    "kind": "state.kind",
    "channel": "state.channel",
    "category": "state.handling.category",
    "team": "state.handling.team",
    "customer": "state.details.customer.id",
    "serial": "state.details.product.serial",
}


class CaseQueries:
    """Reads for the front desk."""

    def __init__(self, cases: Store[Case]) -> None:
        self._cases = cases

    async def by_reference(self, reference: str) -> Stored[Case]:
        """By id, or by number in any spelling. Raises NotFound, InvalidCaseNumber when the check digit is wrong."""
        if not looks_like_number(reference):
            return await self._cases.get(reference)
        found = await self._cases.find_by({"state.number": parse_case_number(reference)})
        if found is None:
            raise NotFound
        return found

    async def id_of(self, reference: str) -> str:
        """The id behind a reference."""
        return (await self.by_reference(reference)).id if looks_like_number(reference) else reference

    async def newest(
        self, filters: Mapping[str, str | None], received: Mapping[str, datetime], cursor: str | None, limit: int
    ) -> Page[Case]:
        """A page, newest first; `received` holds `$gte` and `$lt`."""
        query: dict[str, object] = {_FIELDS[name]: value for name, value in filters.items() if value is not None}
        if received:
            query["state.received_at"] = dict(received)
        return await self._cases.page(query, sort="state.received_at", descending=True, limit=limit, cursor=cursor)
