"""Form F-54 of a case: as JSON, as a page to print, as a workbook."""

import asyncio
from typing import Annotated, TypeAlias

from chassis.http import DocumentId
from chassis.store import Store
from fastapi import APIRouter, Header, Query, Request, Response
from pydantic.config import JsonDict

from dispatch.adapters.staff_directory import StaffDirectory
from dispatch.domain.assignment import Assignment
from dispatch.domain.words import Language
from dispatch.entrypoints.http.callers import Reader
from dispatch.entrypoints.http.f54 import F54View, f54_view
from dispatch.entrypoints.http.f54_files import HTML, XLSX, F54Forms, page_response, workbook_response
from dispatch.forms.sheet import Sheet, sheet_of
from dispatch.forms.texts import Texts

Wanted = Annotated[Language | None, Query(description="Language of the form; else by Accept-Language, else Chinese")]
Known = Annotated[str | None, Header(alias="If-None-Match", max_length=1000, description="ETag of a copy one has")]
_Responses: TypeAlias = dict[int | str, dict[str, object]]
_TAG: JsonDict = {"ETag": {"description": "Of what is shown, for If-None-Match", "schema": {"type": "string"}}}


def _file(media_type: str, text: str) -> _Responses:
    schema = {"type": "string"} if media_type == HTML else {"type": "string", "format": "binary"}
    return {
        200: {"description": text, "headers": _TAG, "content": {media_type: {"schema": schema}}},
        304: {"description": "The caller has it", "headers": _TAG},
    }


def f54_routes(assignments: Store[Assignment], directory: StaffDirectory, forms: F54Forms) -> APIRouter:
    """Reads over one store; whoever may read an assignment may read its sheet."""
    router = APIRouter(prefix="/v1/assignments", tags=["assignments"])

    async def drawn(assignment_id: str, request: Request, lang: Language | None) -> tuple[Sheet, Texts]:
        policy = await directory.policy()
        stored = await assignments.get(assignment_id)
        texts = forms.texts(policy, lang, request.headers.get("accept-language"))
        return sheet_of(stored.state, stored.version, policy.people), texts

    @router.get("/{assignment_id}/f54", summary="The customer complaint tracking sheet F-54")
    async def read_f54(assignment_id: DocumentId, caller: Reader, response: Response) -> F54View:  # noqa: ARG001
        policy = await directory.policy()
        stored = await assignments.get(assignment_id)
        response.headers["ETag"] = f'"{stored.version}"'
        return f54_view(sheet_of(stored.state, stored.version, policy.people))

    @router.get(
        "/{assignment_id}/f54.html",
        summary="F-54 as a page to read and to print on A4",
        response_class=Response,
        responses=_file(HTML, "The sheet; it loads nothing else"),
    )
    async def print_f54(
        assignment_id: DocumentId,
        caller: Reader,  # noqa: ARG001
        request: Request,
        lang: Wanted = None,
        if_none_match: Known = None,
    ) -> Response:
        sheet, texts = await drawn(assignment_id, request, lang)
        return page_response(forms, sheet, texts, if_none_match)

    @router.get(
        "/{assignment_id}/f54.xlsx",
        summary="F-54 as a workbook: the form, and every signature as a row",
        response_class=Response,
        responses=_file(XLSX, "The workbook"),
    )
    async def save_f54(
        assignment_id: DocumentId,
        caller: Reader,  # noqa: ARG001
        request: Request,
        lang: Wanted = None,
        if_none_match: Known = None,
    ) -> Response:
        sheet, texts = await drawn(assignment_id, request, lang)
        return await asyncio.to_thread(workbook_response, sheet, texts, if_none_match)

    return router
