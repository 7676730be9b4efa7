"""JSON that is refused before any framework parses it."""

import json
from collections.abc import Iterable

import orjson

from chassis.errors import MalformedRequest, Said

DEPTH = 64
"""How deep a body may nest: far more than any schema needs, far less than the database or a recursion can bear."""

_ABSURD = Said("不是有效的 JSON：数字过长或嵌套过深", "not JSON: a number is too long or the nesting too deep")
_TWICE = Said("不是有效的 JSON：同一对象中有重复的键", "not JSON: a key stands twice in one object")
_DEEP = Said(f"不是有效的 JSON：嵌套超过 {DEPTH} 层", f"not JSON: nested deeper than {DEPTH}")


def require_sane_json(body: bytes) -> None:
    """Valid UTF-8, no NaN, no lone surrogates (what orjson accepts, RFC 8259), no key twice, no absurd depth.

    Raises MalformedRequest.
    """
    try:
        orjson.loads(body)
        content = json.loads(body, object_pairs_hook=_unique)
    except orjson.JSONDecodeError as error:
        raise MalformedRequest(
            Said(f"不是有效的 JSON：第 {error.pos} 个字符处", f"not JSON: {error.msg} at {error.pos}")
        ) from error
    except (ValueError, RecursionError) as error:
        raise MalformedRequest(_ABSURD) from error
    if body.count(b"[") + body.count(b"{") > DEPTH:
        _require_flat(content)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedRequest(_TWICE)
    return members


def _require_flat(content: object) -> None:
    level: list[object] = [content]
    for _ in range(DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise MalformedRequest(_DEEP)


def _children(parent: object) -> Iterable[object]:
    if isinstance(parent, dict):
        return parent.values()
    return parent if isinstance(parent, list) else ()
