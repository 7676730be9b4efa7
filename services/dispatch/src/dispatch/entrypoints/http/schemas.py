"""Request bodies of the dispatch API."""

from typing import Annotated

from chassis.http import Paragraph, StrictModel
from fastapi import Query
from pydantic import Field, StrictBool

from dispatch.domain.words import CategoryName, LevelName

TeamId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$", examples=["quality"])]
MINE = "mine"
Responsible = Annotated[
    str, Query(pattern=r"^(mine|(role|staff):[A-Za-z0-9_.@-]{1,100})$", description="an address, or `mine`")
]
StaffAddress = Annotated[str, Field(pattern=r"^staff:[A-Za-z0-9_.@-]{1,100}$", examples=["staff:quality1"])]


class ClassifyBody(StrictModel):
    """A person's class. Without a team the ruleset's team of the category; levels left out stay as they are."""

    category: CategoryName
    severity: LevelName | None = None
    urgency: LevelName | None = None
    team: TeamId | None = None
    reason: Paragraph | None = None


class ReclassifyBody(ClassifyBody):
    """A correction, which needs its reason."""

    reason: Paragraph


class HandOverBody(StrictModel):
    """To whom, and what the colleague must know."""

    to: StaffAddress
    note: Paragraph


class NameResponsibleBody(StrictModel):
    """The product's project manager."""

    responsible: StaffAddress
    note: Paragraph = "named by the owner of the step"


class ReplyBody(StrictModel):
    """Boxes 3 and 4 of F-54; `repair_required` left out keeps what the policy said."""

    cause: Paragraph
    measure: Paragraph
    repair_required: StrictBool | None = None


class CommunicateBody(StrictModel):
    """What the customer was told."""

    text: Paragraph


class ResolveBody(StrictModel):
    """What was done."""

    resolution: Paragraph
