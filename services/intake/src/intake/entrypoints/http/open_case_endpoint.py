"""POST /v1/cases, the hot path: raw body to model, group commit, orjson out; no framework in between.

201 means durable: the case and its event are in the database, journaled by a majority, and nothing can lose them.
"""

from datetime import timedelta

import orjson
from chassis.auth import Authenticator
from chassis.clock import Clock
from chassis.edge import Disconnected, language_of, read_body, require_json, send_problem
from chassis.errors import MalformedRequest, Said, ServiceError
from chassis.field_texts import field_problems
from chassis.group_commit import DuplicateDocument
from chassis.idempotency import checked_key, document_id, fingerprint
from chassis.identifiers import new_id
from chassis.problems import MEDIA_TYPE, FieldProblem, ProblemTable, preferred_language
from chassis.store import Store
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.types import Receive, Scope, Send

from intake.adapters.case_numbers import CaseNumbers
from intake.adapters.tracking_links import TrackingLinks
from intake.domain.case import Case
from intake.domain.errors import CaseError
from intake.entrypoints.http.requests import details_of, require_unique_keys
from intake.entrypoints.http.schemas import OpenCase
from intake.entrypoints.http.views import case_fields
from intake.handlers import open_case


class OpenCaseEndpoint:
    """ASGI endpoint. `body_limit` is in bytes."""

    def __init__(
        self,
        cases: Store[Case],
        numbers: CaseNumbers,
        links: TrackingLinks,
        authenticator: Authenticator,
        clock: Clock,
        table: ProblemTable,
        *,
        clock_tolerance: timedelta,
        body_limit: int,
    ) -> None:
        self._cases = cases
        self._numbers = numbers
        self._links = links
        self._authenticator = authenticator
        self._clock = clock
        self._table = table
        self._clock_tolerance = clock_tolerance
        self._body_limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        try:
            await self._open(scope, receive, send)
        except ValidationError as error:
            await self._refuse(scope, send, error)
        except CaseError as error:
            await self._problem(scope, send, error.code, error.params)
        except DuplicateDocument:
            await self._problem(scope, send, "duplicate", {})
        except ServiceError as error:
            await send_problem(send, scope, self._table, error)
        except Disconnected:
            return

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        caller = await self._authenticator.caller(headers.get(b"authorization"), headers.get(b"x-api-key"))
        self._authenticator.require(caller, "case.open")
        body = await read_body(scope, receive, self._body_limit)
        require_json(scope)
        request = OpenCase.model_validate_json(body)
        require_unique_keys(body, request)
        key = headers.get(b"idempotency-key")
        case_id = new_id() if key is None else document_id(caller.address, checked_key(key.decode("latin-1")))
        now = self._clock()
        tracking_path = self._links.path(case_id)
        change = open_case.handle(
            case_id,
            number=await self._numbers.next(now),
            kind=request.kind,
            channel=request.channel,
            details=details_of(request, case_id),
            recorded_by=caller.address,
            tracking_path=tracking_path,
            now=now,
            clock_tolerance=self._clock_tolerance,
        )
        stored, _ = await self._cases.create(case_id, change, fingerprint(body) if key is not None else None, now)
        answer = orjson.dumps(case_fields(stored, self._links.address(tracking_path)), option=orjson.OPT_UTC_Z)
        await send(
            {
                "type": "http.response.start",
                "status": 201,
                "headers": [
                    (b"content-type", b"application/json"),
                    (b"content-length", str(len(answer)).encode()),
                    (b"etag", f'"{stored.version}"'.encode()),
                    (b"location", f"/v1/cases/{case_id}".encode()),
                ],
            }
        )
        await send({"type": "http.response.body", "body": answer})

    async def _refuse(self, scope: Scope, send: Send, error: ValidationError) -> None:
        found = error.errors(include_url=False, include_input=False)
        if found[0]["type"] == "json_invalid":
            await send_problem(send, scope, self._table, MalformedRequest(Said("不是有效的 JSON", found[0]["msg"])))
            return
        in_body = [ErrorDetails(**{**item, "loc": ("body", *item["loc"])}) for item in found]
        fields = field_problems(in_body, preferred_language(language_of(scope)))
        await self._problem(scope, send, "invalid_request", {}, fields)

    async def _problem(
        self, scope: Scope, send: Send, code: str, params: dict[str, str], errors: list[FieldProblem] | None = None
    ) -> None:
        language = preferred_language(language_of(scope))
        status, body = self._table.render(code, language, params=params, errors=errors or ())
        headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
