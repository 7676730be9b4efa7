"""Request bodies of 8D records and feed subscriptions."""

from typing import Annotated, Literal

from chassis.http import Line, Paragraph, StrictModel
from pydantic import Field

from dispatch.domain.quality.corrective_action import Findings, Method
from dispatch.domain.quality.eight_d import MOST_CASES
from dispatch.domain.quality.feed import Every, FeedFilter
from dispatch.domain.words import CategoryName, LevelName
from dispatch.entrypoints.http.schemas import StaffAddress, TeamId
from dispatch.entrypoints.http.schemas_returns import Day

CaseId = Annotated[str, Field(pattern=r"^[A-Za-z0-9:._-]{1,200}$", examples=["0b5f"])]


class OpenActionBody(StrictModel):
    """What the record is about, who leads it, and the cases it spans; the first is the one it is filed under.

    The owner works for the team, or has the role that owns its step of P1.
    """

    title: Line
    team: TeamId
    owner: StaffAddress
    case_ids: Annotated[list[CaseId], Field(min_length=1, max_length=MOST_CASES)]


class DisciplineBody(StrictModel):
    """What the discipline tells: D1 also `members`, D4 `method`, D6 `on`, D8 `evidence` and `on`.

    Members are known people of any team.
    """

    text: Paragraph
    members: Annotated[list[StaffAddress], Field(max_length=50)] = Field(default_factory=list)
    method: Method | None = None
    evidence: Paragraph | None = None
    on: Day | None = None

    def findings(self) -> Findings:
        """In the words of the domain."""
        return Findings(
            text=self.text,
            members=tuple(dict.fromkeys(self.members)),
            method=self.method,
            evidence=self.evidence,
            on=None if self.on is None else self.on.isoformat(),
        )


class ReviseBody(DisciplineBody):
    """Another text for a completed discipline, which needs its reason."""

    reason: Paragraph


class LinkCaseBody(StrictModel):
    """One more case."""

    case_id: CaseId


class SubscribeBody(StrictModel):
    """A saved filter over a team's feed, with a digest for the caller or for the whole team."""

    team: TeamId
    subscriber: Literal["me", "team"] = "me"
    every: Every = "daily"
    category: CategoryName | None = None
    severity: LevelName | None = None
    product_model: Line | None = None

    def filter(self) -> FeedFilter:
        """In the words of the domain."""
        return FeedFilter(self.category, self.severity, self.product_model)
