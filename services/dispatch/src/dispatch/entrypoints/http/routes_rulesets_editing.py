"""The life of a ruleset: import, new draft, revision, publication, retirement."""

from typing import Annotated

from chassis.documents import Change
from chassis.http import Caller, DocumentId, Paragraph, permit
from chassis.idempotency import document_id, fingerprint, idempotency_key
from chassis.runtime import Runtime
from chassis.store import Store
from fastapi import APIRouter, Query, Request, Response

from dispatch.adapters.ruleset_directory import RulesetDirectory
from dispatch.domain.classification import RulesetError
from dispatch.domain.rulesets import record as life
from dispatch.domain.rulesets.record import RulesetRecord, RulesText
from dispatch.entrypoints.http.callers import Version
from dispatch.entrypoints.http.routes_rulesets import RulesetViews
from dispatch.entrypoints.http.ruleset_refusals import RefusedRules
from dispatch.entrypoints.http.schemas_rulesets import DraftBody, ImportBody, ReviseBody, RulesBody
from dispatch.entrypoints.http.views_rulesets import RulesetView
from dispatch.entrypoints.http.yaml_bodies import YAML_BODY, came_as_yaml

RulesetEditor = Annotated[Caller, permit("ruleset.edit")]
RulesetPublisher = Annotated[Caller, permit("ruleset.publish")]
Key = Annotated[str, idempotency_key()]
Note = Annotated[Paragraph | None, Query(description="Beside a YAML body; takes the place of the note in a JSON one")]


def ruleset_editing_routes(
    runtime: Runtime, records: Store[RulesetRecord], directory: RulesetDirectory, views: RulesetViews
) -> APIRouter:
    """The commands; what changes a ruleset needs If-Match, what makes one an Idempotency-Key."""
    router = APIRouter(prefix="/v1/rulesets", tags=["rulesets"])

    async def checked(body: RulesBody, request: Request) -> RulesText:
        try:
            return (await directory.check(body.source())).text
        except RulesetError as error:
            within = () if came_as_yaml(request) else (body.place,)
            raise RefusedRules(error, within, has_lines=body.yaml is not None) from error

    @router.post("", status_code=201, summary="Import a ruleset as a draft", openapi_extra=YAML_BODY)
    async def import_draft(
        body: ImportBody, caller: RulesetEditor, key: Key, request: Request, response: Response, note: Note = None
    ) -> RulesetView:
        text, now = await checked(body, request), runtime.clock()
        body = body if note is None else body.model_copy(update={"note": note})
        ruleset_id = document_id(f"ruleset:{caller.address}", key)
        made = life.draft(text, body.note, caller.address, now)
        print_ = fingerprint(body.model_dump_json().encode())
        stored, _ = await records.create(ruleset_id, Change(made), print_, now)
        return await views.show(response, stored)

    @router.post("/{ruleset_id}/drafts", status_code=201, summary="A new draft with the rules of this one")
    async def new_draft(
        ruleset_id: DocumentId, body: DraftBody, caller: RulesetEditor, key: Key, response: Response
    ) -> RulesetView:
        source, now = await records.get(ruleset_id), runtime.clock()
        made = life.draft(source.state.text, body.note, caller.address, now, based_on=ruleset_id)
        print_ = fingerprint(f"{ruleset_id}:{body.model_dump_json()}".encode())
        stored, _ = await records.create(document_id(f"ruleset:{caller.address}", key), Change(made), print_, now)
        return await views.show(response, stored)

    @router.put("/{ruleset_id}", summary="Replace the rules of a draft", openapi_extra=YAML_BODY)
    async def revise(
        ruleset_id: DocumentId,
        body: ReviseBody,
        caller: RulesetEditor,
        version: Version,
        request: Request,
        response: Response,
        note: Note = None,
    ) -> RulesetView:
        text, said = await checked(body, request), note or body.note
        present = (await directory.in_force()).state
        stored = await records.change(
            ruleset_id,
            version,
            lambda state, now: Change(life.revise(state, ruleset_id, text, said, present, caller.address, now)),
        )
        return await views.show(response, stored)

    @router.post("/{ruleset_id}/publish", summary="Put a draft in force in place of the present ruleset")
    async def publish(
        ruleset_id: DocumentId, caller: RulesetPublisher, version: Version, response: Response
    ) -> RulesetView:
        return await views.show(response, await directory.publish(ruleset_id, version, caller.address))

    @router.post("/{ruleset_id}/retire", summary="Give up a draft")
    async def retire(
        ruleset_id: DocumentId, caller: RulesetPublisher, version: Version, response: Response
    ) -> RulesetView:
        return await views.show(response, await directory.retire(ruleset_id, version, caller.address))

    return router
