"""What the demonstration reads of the services' answers; other fields are passed over."""

from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel

V = TypeVar("V", bound=BaseModel)


class Page(BaseModel, Generic[V]):
    """A page of any list; `next` is the cursor of the page after it."""

    items: list[V]
    next: str | None = None


class Product(BaseModel):
    """What a case is about."""

    name: str | None


class Case(BaseModel):
    """A case as the front desk sees it."""

    id: str
    number: str
    product: Product
    description: str
    status: str
    round: int
    kind: str
    category: str | None
    severity: str | None
    urgency: str | None
    team: str | None
    responsible: str | None
    step: str | None
    due_at: datetime | None
    escalation_level: int
    outcome: str | None
    tracking_url: str


class AssignmentHead(BaseModel):
    """What every view of an assignment tells."""

    id: str
    version: int
    number: str
    status: str
    round: int
    team: str
    step: str | None
    responsible: str | None
    due_at: datetime
    overdue: bool


class AssignmentLine(AssignmentHead):
    """An assignment in the worklist."""

    category: str


class Classification(BaseModel):
    """The class and what led to it."""

    category: str
    severity: str
    team: str
    confidence: float
    sure: bool
    rule: str | None
    by: str


class Escalation(BaseModel):
    """A level of the chain that was told."""

    level: int
    to: str
    at: datetime


class StepRun(BaseModel):
    """A step with its clock."""

    step: str
    round: int
    team: str
    responsible: str
    limit_seconds: int
    started_at: datetime
    due_at: datetime
    outcome: str | None
    accepted_at: datetime | None
    reminders_sent: int
    overdue_at: datetime | None
    escalated: list[Escalation]


class Box(BaseModel):
    """A signed box of F-54."""

    box: str
    text: str
    signed_by: str
    round: int


class Assignment(AssignmentHead):
    """The whole assignment."""

    classification: Classification
    earlier_classifications: list[Classification]
    repair_required: bool
    running: StepRun | None
    finished: list[StepRun]
    boxes: list[Box]

    @property
    def steps(self) -> list[StepRun]:
        """All steps that ran or run."""
        return [*self.finished, *([self.running] if self.running else [])]


class RepairRequest(BaseModel):
    """Which case a repair order serves."""

    case_id: str
    number: str


class Repair(BaseModel):
    """A repair order."""

    id: str
    version: int
    status: str
    attempt: int
    request: RepairRequest
    technician: str | None


class Subject(BaseModel):
    """Whom a follow-up asks about what."""

    case_id: str
    number: str
    round: int
    responsible: str


class FollowUp(BaseModel):
    """A follow-up visit."""

    id: str
    version: int
    status: str
    subject: Subject
    items: list[str]
    satisfied: bool | None


class Problem(BaseModel):
    """What an improvement is about."""

    case_id: str
    number: str
    round: int
    responsible: str
    team: str


class ImprovementAnswer(BaseModel):
    """A measure."""

    measure: str
    by: str


class Improvement(BaseModel):
    """An improvement task."""

    id: str
    version: int
    status: str
    problem: Problem
    opened_at: datetime
    due_at: datetime
    notified: list[int]
    answers: list[ImprovementAnswer]


class Appraisal(BaseModel):
    """A merit or demerit."""

    id: str
    case_id: str
    subject: str
    verdict: str
    ground: str


class InboxItem(BaseModel):
    """A message in somebody's inbox."""

    id: str
    case_id: str
    number: str
    event_type: str
    addressee: str
    language: str
    subject: str
    body: str
    status: str


class Person(BaseModel):
    """A person of a team."""

    address: str
    name: str
    roles: list[str]
    takes_turns: bool


class Team(BaseModel):
    """A team and its people."""

    id: str
    names: dict[str, str]
    step: str
    staff: list[Person]


class Moment(BaseModel):
    """One line of a timeline."""

    what: str
    text: str
    at: datetime
    round: int
    public: bool
    by: str | None
    details: dict[str, str]
