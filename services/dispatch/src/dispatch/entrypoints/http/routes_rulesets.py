"""Rulesets to look at: all versions, the one in force, one of them as JSON or as YAML."""

import asyncio
from typing import Annotated

from chassis.documents import Stored
from chassis.http import Caller, DocumentId, Listing, permit, reply
from chassis.problems import MEDIA_TYPE as PROBLEM_JSON
from chassis.store import Store
from fastapi import APIRouter, Header, Query, Response

from dispatch.adapters.mongo_rulesets import BY_CHANGE, STATUS
from dispatch.adapters.ruleset_directory import RulesetDirectory
from dispatch.adapters.ruleset_yaml import ruleset_from_yaml
from dispatch.domain.policy import Policy
from dispatch.domain.rulesets.record import RulesetRecord, RulesetStatus
from dispatch.entrypoints.http.negotiation import negotiated
from dispatch.entrypoints.http.views_rulesets import (
    InForceView,
    RulesetLine,
    RulesetView,
    ruleset_line,
    ruleset_view,
    teams_of,
)
from dispatch.entrypoints.http.yaml_bodies import YAML

JSON = "application/json"
RulesetReader = Annotated[Caller, permit("ruleset.read")]


Accepted = Annotated[str | None, Header(alias="Accept", include_in_schema=False)]
_NOT_ACCEPTABLE: dict[int | str, dict[str, object]] = {
    406: {
        "description": "Problem",
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
_ALSO_YAML: dict[int | str, dict[str, object]] = {200: {"content": {YAML: {"schema": {"type": "string"}}}}}


class YamlResponse(Response):
    """Text as YAML (RFC 9512)."""

    media_type = YAML


def exported(stored: Stored[RulesetRecord]) -> YamlResponse:
    """The text as it was written. The tag is weak, as JSON of the same version has it, too; If-Match takes either."""
    return YamlResponse(
        stored.state.text.source,
        headers={
            "ETag": f'W/"{stored.version}"',
            "Vary": "Accept",
            "Content-Disposition": f'attachment; filename="ruleset-{stored.state.number or "draft"}.yaml"',
        },
    )


class RulesetViews:
    """Shows rulesets to people; reading a large one is kept off the event loop."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    async def show(self, response: Response, stored: Stored[RulesetRecord]) -> RulesetView:
        """The whole ruleset, with its version as ETag."""
        ruleset = await asyncio.to_thread(ruleset_from_yaml, stored.state.text.source)
        return reply(response, stored, lambda shown: ruleset_view(shown, ruleset, self._policy))


def ruleset_reading_routes(
    records: Store[RulesetRecord], directory: RulesetDirectory, views: RulesetViews
) -> APIRouter:
    """Reads over one store."""
    router = APIRouter(prefix="/v1/rulesets", tags=["rulesets"])

    @router.get("", summary="List rulesets, the last changed first")
    async def list_rulesets(
        caller: RulesetReader,  # noqa: ARG001
        status: RulesetStatus | None = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> Listing[RulesetLine]:
        await directory.in_force()
        filters: dict[str, object] = {} if status is None else {STATUS: status}
        page = await records.page(filters, sort=BY_CHANGE, descending=True, limit=limit, cursor=cursor)
        return Listing(items=[ruleset_line(stored) for stored in page.items], next=page.next)

    @router.get("/in-force", summary="The ruleset in force")
    async def read_in_force(caller: RulesetReader) -> InForceView:  # noqa: ARG001
        used = await directory.used()
        present, ruleset = used.state, used.compiled.ruleset
        return InForceView(
            id=present.ruleset_id,
            ruleset=ruleset.name,
            number=ruleset.version,
            sha256=present.text.digest,
            since=present.since.at,
            by=present.since.by,
            confidence_threshold=ruleset.scoring.confidence_threshold,
            rules=len(ruleset.rules),
            teams=teams_of(ruleset),
        )

    @router.get(
        "/{ruleset_id}",
        summary="One ruleset as JSON or, where it is preferred, as YAML",
        response_model=RulesetView,
        responses=_ALSO_YAML | _NOT_ACCEPTABLE,
    )
    async def read_ruleset(
        ruleset_id: DocumentId,
        caller: RulesetReader,  # noqa: ARG001
        response: Response,
        accept: Accepted = None,
    ) -> RulesetView | YamlResponse:
        wanted = negotiated(accept, (JSON, YAML))
        stored = await records.get(ruleset_id)
        if wanted == YAML:
            return exported(stored)
        response.headers["Vary"] = "Accept"
        return await views.show(response, stored)

    @router.get(
        "/{ruleset_id}/export",
        summary="One ruleset as YAML",
        response_class=YamlResponse,
        responses=_NOT_ACCEPTABLE,
    )
    async def export(
        ruleset_id: DocumentId,
        caller: RulesetReader,  # noqa: ARG001
        accept: Accepted = None,
    ) -> YamlResponse:
        negotiated(accept, (YAML,))
        return exported(await records.get(ruleset_id))

    return router
