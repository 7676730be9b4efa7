"""Field problems in both languages."""

from typing import Literal

import pytest
from chassis.field_texts import field_problems
from chassis.http import Instant, Line, StrictModel
from pydantic import Field, ValidationError


class Body(StrictModel):
    """Something of everything."""

    line: Line
    count: int = Field(ge=1, le=5)
    kind: Literal["a", "b"]
    at: Instant | None = None
    parts: list[int] = Field(default=[], max_length=2)


@pytest.mark.parametrize(
    ("sent", "pointer", "zh"),
    [
        ({}, "/line", "缺少该字段"),
        ({"line": ""}, "/line", "长度不得少于 1 个字符"),
        ({"line": "x" * 201}, "/line", "长度不得超过 200 个字符"),
        ({"line": "a\nb"}, "/line", "含有不允许的字符或格式不符"),
        ({"count": 0}, "/count", "不得小于 1"),
        ({"count": 6}, "/count", "不得大于 5"),
        ({"count": "many"}, "/count", "应为整数"),
        ({"kind": "c"}, "/kind", "只能是以下之一:'a' or 'b'"),
        ({"at": "2026-03-02T08:00:00"}, "/at", "内容无效"),
        ({"parts": [1, 2, 3]}, "/parts", "不得超过 2 项"),
        ({"a/b~": 1}, "/a~1b~0", "不支持该字段"),
    ],
)
def test_field_problems_speak_the_callers_language(sent: dict[str, object], pointer: str, zh: str) -> None:
    valid = {"line": "x", "count": 1, "kind": "a"}
    with pytest.raises(ValidationError) as failed:
        Body.model_validate({**valid, **sent} if sent else {"count": 1, "kind": "a"})
    [problem] = field_problems(failed.value.errors(), "zh")
    assert (problem.pointer, problem.message) == (pointer, zh)
    [english] = field_problems(failed.value.errors(), "en")
    assert english.message.isascii()
