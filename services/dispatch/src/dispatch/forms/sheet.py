"""Form F-54, customer complaint tracking sheet (seed 000, table 2-54): what stands on it, in no language yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.assignment import Assignment, ReturnNote
from dispatch.domain.boxes import SignedBox
from dispatch.domain.policy import StaffMember
from dispatch.domain.returns.reply import measure_text
from dispatch.domain.words import BOXES, BoxName


@dataclass(frozen=True, slots=True)
class Signed:
    """One version of a box: its text, who signed it and when, and who superseded it and when.

    `signed_by` and `superseded_by` are addresses or name the service's own hand; the names are those of the people
    whom dispatch knows, None for others. `outcome` is that of the return whose end signed the text, else None.
    """

    text: str
    signed_by: str
    signed_by_name: str | None
    signed_at: datetime
    round: int
    superseded_by: str | None = None
    superseded_by_name: str | None = None
    superseded_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """One of the five boxes: what stands, None while nobody signed, and every version in the order of signing."""

    name: BoxName
    standing: Signed | None
    versions: tuple[Signed, ...]

    @property
    def superseded(self) -> tuple[Signed, ...]:
        """What stood before, the latest first."""
        return tuple(version for version in reversed(self.versions) if version.superseded_at is not None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of one case; `order_number` None means "no order, other complaint"."""

    case_id: str
    number: str
    version: int
    customer_name: str
    customer_code: str | None
    order_number: str | None
    boxes: tuple[Box, ...]


def sheet_of(assignment: Assignment, version: int, people: Mapping[str, StaffMember]) -> Sheet:
    """The sheet of one version of an assignment; `people` by address."""
    case = assignment.case
    return Sheet(
        case_id=case.id,
        number=case.number,
        version=version,
        customer_name=case.customer_name,
        customer_code=case.customer_code,
        order_number=case.order_number,
        boxes=tuple(_box(name, assignment, people) for name in BOXES),
    )


def _box(name: BoxName, assignment: Assignment, people: Mapping[str, StaffMember]) -> Box:
    """What superseded a version is the next one of its box."""
    signed = [box for box in assignment.boxes if box.box == name]

    def named(address: str | None) -> str | None:
        member = None if address is None else people.get(address)
        return None if member is None else member.name

    followers = (*(box.signed_by for box in signed[1:]), None)
    versions = tuple(
        Signed(
            text=box.text,
            signed_by=box.signed_by,
            signed_by_name=named(box.signed_by),
            signed_at=box.signed_at,
            round=box.round,
            superseded_by=by if box.superseded_at is not None else None,
            superseded_by_name=named(by) if box.superseded_at is not None else None,
            superseded_at=box.superseded_at,
            outcome=_outcome(box, assignment.returns),
        )
        for box, by in zip(signed, followers, strict=False)
    )
    standing = next((version for version in versions if version.superseded_at is None), None)
    return Box(name, standing, versions)


def _outcome(box: SignedBox, returns: Sequence[ReturnNote]) -> str | None:
    ended = [noted.outcome for noted in returns if noted.round == box.round and noted.outcome is not None]
    said = box.text if box.box == "measure" else ""
    return next((outcome for outcome in ended if said.startswith(measure_text(outcome, ""))), None)
