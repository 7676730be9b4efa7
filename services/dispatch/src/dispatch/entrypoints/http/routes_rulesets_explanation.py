"""Why a case has its class, and who changed it."""

from chassis.documents import Stored
from chassis.http import DocumentId, reply
from chassis.store import Store
from fastapi import APIRouter, Response
from pydantic import BaseModel

from dispatch.domain.assignment import Assignment
from dispatch.domain.classified import Classification
from dispatch.domain.rulesets.explanation import Close, LevelWord, Word, explain
from dispatch.domain.rulesets.judgement import judgement
from dispatch.domain.words import CategoryName
from dispatch.entrypoints.http.callers import Reader


class DecisionView(BaseModel):
    """One decision in full; `words` and `levels` have their places in `description`, `close` what else had evidence."""

    classification: Classification
    description: str
    words: tuple[Word, ...]
    levels: tuple[LevelWord, ...]
    close: tuple[Close, ...]


class ExplanationView(BaseModel):
    """All decisions, the first one first; the last one holds.

    `truth` is the category that people know to be true, `right` whether the rules' last decision named it; both null
    while nobody has judged.
    """

    id: str
    version: int
    number: str
    truth: CategoryName | None
    right: bool | None
    decisions: tuple[DecisionView, ...]


def explanation_routes(assignments: Store[Assignment]) -> APIRouter:
    """A read over one store."""
    router = APIRouter(prefix="/v1/assignments", tags=["classification"])

    @router.get("/{assignment_id}/explanation", summary="Why the case has its class: rules, words, what else was close")
    async def read(assignment_id: DocumentId, caller: Reader, response: Response) -> ExplanationView:  # noqa: ARG001
        return reply(response, await assignments.get(assignment_id), _view)

    return router


def _view(stored: Stored[Assignment]) -> ExplanationView:
    judged = judgement(stored.state)
    return ExplanationView(
        id=stored.id,
        version=stored.version,
        number=stored.state.case.number,
        truth=None if judged is None else judged.truth,
        right=None if judged is None else judged.right,
        decisions=tuple(
            DecisionView(
                classification=each.made,
                description=each.description,
                words=each.words,
                levels=each.levels,
                close=each.close,
            )
            for each in explain(stored.state)
        ),
    )
