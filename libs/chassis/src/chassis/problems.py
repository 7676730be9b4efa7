"""Problem details (RFC 9457) in Chinese or English: one table from error code to status and texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import orjson
from pydantic import BaseModel, Field

from chassis.errors import Said

MEDIA_TYPE = "application/problem+json"
POINTER_PART = 100
"""How much of a name that the caller chose is told back."""
POINTER_PARTS = 64


@dataclass(frozen=True, slots=True)
class ProblemText:
    """Status and texts of one code; `{name}` in a text takes the error's parameter of that name."""

    status: int
    zh: str
    en: str


class FieldProblem(BaseModel):
    """Where in the request something is wrong, as a JSON pointer or parameter name, and what."""

    pointer: str
    message: str


class Problem(BaseModel):
    """Body of every error response."""

    type: str = Field(examples=["urn:aftersales:problem:not_found"])
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[FieldProblem] = Field(default_factory=list)


CHASSIS_PROBLEMS: Mapping[str, ProblemText] = MappingProxyType(
    {
        "internal_error": ProblemText(500, "服务内部错误", "Internal error"),
        "invalid_request": ProblemText(422, "请求内容无效", "The request is not valid"),
        "invalid_cursor": ProblemText(422, "分页游标无效", "The cursor is not valid"),
        "not_storable": ProblemText(422, "内容过大或无法保存", "The content is too large or cannot be stored"),
        "malformed_request": ProblemText(400, "请求无法解析", "The request cannot be read"),
        "not_found": ProblemText(404, "未找到该资源", "There is no such resource"),
        "method_not_allowed": ProblemText(405, "不支持该方法", "The method is not allowed here"),
        "conflict": ProblemText(409, "当前状态不允许该操作", "The present state does not allow this"),
        "invalid_transition": ProblemText(409, "当前状态不允许该操作", "The present state does not allow this"),
        "duplicate": ProblemText(409, "已存在相同的记录", "The same record exists already"),
        "precondition_required": ProblemText(428, "缺少 If-Match 请求头", "The header If-Match is missing"),
        "precondition_failed": ProblemText(412, "记录已被他人修改", "The record was changed in the meantime"),
        "idempotency_key_required": ProblemText(
            400, "缺少 Idempotency-Key 请求头", "The header Idempotency-Key is missing"
        ),
        "idempotency_mismatch": ProblemText(
            422, "相同的 Idempotency-Key 已用于不同的内容", "The Idempotency-Key was used for another body"
        ),
        "unauthenticated": ProblemText(401, "缺少有效的身份凭证", "A valid credential is missing"),
        "forbidden": ProblemText(403, "没有执行此操作的权限", "Your roles do not permit this"),
        "request_timeout": ProblemText(408, "请求内容传输过慢", "The body came too slowly"),
        "payload_too_large": ProblemText(413, "请求内容过大", "The body is too large"),
        "unsupported_media_type": ProblemText(415, "请求内容必须是 JSON", "The body must be JSON"),
        "storage_unavailable": ProblemText(
            503, "数据库暂时不可用,请稍后重试", "The database is away for the moment; repeat the request later"
        ),
        "not_ready": ProblemText(503, "服务尚未就绪", "The service is not ready"),
    }
)

_STATUS_CODES: Mapping[int, str] = MappingProxyType(
    {
        400: "malformed_request",
        404: "not_found",
        405: "method_not_allowed",
        413: "payload_too_large",
        415: "unsupported_media_type",
    }
)


def json_pointer(location: Sequence[object]) -> str:
    """Where something is (RFC 6901), of bounded length: names and depth may be the caller's own choice."""
    parts = (str(part)[:POINTER_PART].replace("~", "~0").replace("/", "~1") for part in location[:POINTER_PARTS])
    return "/" + "/".join(parts)


def code_of_status(status: int) -> str:
    """Code for an error that only has a status."""
    return _STATUS_CODES.get(status, "invalid_request" if status < 500 else "internal_error")


def preferred_language(accept_language: str | None) -> Literal["zh", "en"]:
    """Chinese unless the caller prefers English (RFC 9110, section 12.5.4)."""
    best: tuple[float, Literal["zh", "en"]] = (0.0, "zh")
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        language = tag.split("-")[0].strip().lower()
        if language not in ("zh", "en"):
            continue
        quality = _quality(parameters)
        if quality > best[0]:
            best = (quality, "zh" if language == "zh" else "en")
    return best[1]


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


@dataclass(frozen=True, slots=True)
class ProblemTable:
    """The codes that one service can answer with."""

    texts: Mapping[str, ProblemText]

    def render(
        self,
        code: str,
        language: Literal["zh", "en"],
        *,
        params: Mapping[str, str | int | float] | None = None,
        detail: str | Said = "",
        errors: Sequence[FieldProblem] = (),
    ) -> tuple[int, bytes]:
        """Status and body. An unknown code is a fault of the service and answered as internal error."""
        known = code if code in self.texts else "internal_error"
        text = self.texts[known]
        title = (text.zh if language == "zh" else text.en).format_map(_Lenient(params or {}))
        body: dict[str, object] = {
            "type": f"urn:aftersales:problem:{known}",
            "title": title,
            "status": text.status,
            "code": known,
        }
        if detail:
            body["detail"] = detail.in_language(language) if isinstance(detail, Said) else detail
        if errors:
            body["errors"] = [error.model_dump() for error in errors]
        return text.status, orjson.dumps(body)


class _Lenient(dict[str, str | int | float]):
    def __missing__(self, key: str) -> str:
        return ""
