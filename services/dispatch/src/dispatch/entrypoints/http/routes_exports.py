"""Files of cases, one row each: CSV and XLSX (R7)."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import tzinfo
from typing import IO, Final

from chassis.caller_waits import while_caller_waits
from chassis.clock import Clock
from chassis.problems import preferred_language
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from dispatch.adapters.mongo_exports import MongoExports
from dispatch.adapters.mongo_figures import within
from dispatch.domain.figures.policy import FigureLimits, FiguresPolicy
from dispatch.domain.figures.window import Window
from dispatch.entrypoints.http.export_headers import SHEET, Language, headers
from dispatch.entrypoints.http.figure_parameters import AskedFilter, AskedWindow, FigureReader

CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLOCK: Final = 65_536


def export_routes(exports: MongoExports, policy: FiguresPolicy, limits: FigureLimits, clock: Clock) -> APIRouter:
    """Downloads of the cases of a window."""
    router = APIRouter(prefix="/v1/exports", tags=["figures"])
    zone = policy.calendar.zone

    @router.get(
        "/cases.csv",
        summary="Cases as CSV, one row each",
        response_class=StreamingResponse,
        responses={
            200: {"description": "UTF-8 with byte order mark", "content": {CSV: {"schema": {"type": "string"}}}}
        },
    )
    async def cases_csv(
        caller: FigureReader,  # noqa: ARG001
        request: Request,
        window: AskedWindow,
        wanted: AskedFilter,
    ) -> StreamingResponse:
        match = within(window, wanted)
        await exports.require_at_most(match, limits.csv_rows)
        language = _language(request)
        content = exports.csv(match, headers(language, policy.calendar.timezone), clock())
        return StreamingResponse(
            content, media_type=f"{CSV}; charset=utf-8; header=present", headers=_about(window, zone, "csv", language)
        )

    @router.get(
        "/cases.xlsx",
        summary="Cases as a workbook, one row each",
        response_class=StreamingResponse,
        responses={
            200: {"description": "Workbook", "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
        },
    )
    async def cases_xlsx(
        caller: FigureReader,  # noqa: ARG001
        request: Request,
        window: AskedWindow,
        wanted: AskedFilter,
    ) -> StreamingResponse:
        match = within(window, wanted)
        await exports.require_at_most(match, limits.xlsx_rows)
        language = _language(request)
        heads = headers(language, policy.calendar.timezone)
        file = await while_caller_waits(request, exports.workbook(match, SHEET[language], heads, clock()))
        return StreamingResponse(_blocks(file), media_type=XLSX, headers=_about(window, zone, "xlsx", language))

    return router


async def _blocks(file: IO[bytes]) -> AsyncGenerator[bytes, None]:
    with file:
        while block := await asyncio.to_thread(file.read, BLOCK):
            yield block


def _language(request: Request) -> Language:
    return preferred_language(request.headers.get("accept-language"))


def _about(window: Window, zone: tzinfo, kind: str, language: Language) -> dict[str, str]:
    since, until = (at.astimezone(zone).date().isoformat() for at in (window.since, window.until))
    return {
        "Content-Disposition": f'attachment; filename="cases_{since}_{until}.{kind}"',
        "Content-Language": language,
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
    }
