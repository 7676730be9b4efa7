"""OpenAPI of the hot path, which no framework route describes."""

from chassis.problems import MEDIA_TYPE
from fastapi import APIRouter, Response

from intake.entrypoints.http.schemas import CaseView, OpenCase


def documented_open_case() -> APIRouter:
    """A route that only documents: the raw endpoint answers before it."""
    router = APIRouter(prefix="/v1/cases", tags=["cases"])

    @router.post(
        "",
        status_code=201,
        summary="Record a case",
        response_model=CaseView,
        responses={
            201: {"headers": {"ETag": {"schema": {"type": "string"}}, "Location": {"schema": {"type": "string"}}}}
        },
        openapi_extra={
            "parameters": [
                {
                    "name": "Idempotency-Key",
                    "in": "header",
                    "required": False,
                    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
                    "description": "Repeat the request with the same key to get the first answer again",
                }
            ]
        },
    )
    async def open_case(_: OpenCase) -> Response:
        return Response(status_code=501, media_type=MEDIA_TYPE)

    return router
