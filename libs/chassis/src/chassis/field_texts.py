"""What is wrong with a field of a request, in Chinese or English, without quoting what the caller sent."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from pydantic_core import ErrorDetails

from chassis.problems import FieldProblem, json_pointer

FIELDS_TOLD = 20

_ZH: Mapping[str, str] = MappingProxyType(
    {
        "missing": "缺少该字段",
        "extra_forbidden": "不支持该字段",
        "repeated": "不得重复给出",
        "json_invalid": "无法解析为 JSON",
        "string_type": "应为文本",
        "string_too_short": "长度不得少于 {min_length} 个字符",
        "string_too_long": "长度不得超过 {max_length} 个字符",
        "string_pattern_mismatch": "含有不允许的字符或格式不符",
        "int_type": "应为整数",
        "int_parsing": "应为整数",
        "int_from_float": "应为整数",
        "float_type": "应为数字",
        "float_parsing": "应为数字",
        "finite_number": "应为有限的数字",
        "bool_type": "应为布尔值",
        "bool_parsing": "应为布尔值",
        "greater_than": "应大于 {gt}",
        "greater_than_equal": "不得小于 {ge}",
        "less_than": "应小于 {lt}",
        "less_than_equal": "不得大于 {le}",
        "literal_error": "只能是以下之一:{expected}",
        "enum": "只能是以下之一:{expected}",
        "list_type": "应为列表",
        "tuple_type": "应为列表",
        "dict_type": "应为对象",
        "model_type": "应为对象",
        "model_attributes_type": "应为对象",
        "too_short": "不得少于 {min_length} 项",
        "too_long": "不得超过 {max_length} 项",
        "datetime_type": "应为带时区的时间",
        "datetime_parsing": "应为带时区的时间",
        "datetime_from_date_parsing": "应为带时区的时间",
        "timezone_aware": "时间须带时区",
        "date_type": "应为日期",
        "date_parsing": "应为日期",
        "date_from_datetime_parsing": "应为日期",
        "refused": "内容无效: {problem}",
        "union_tag_invalid": "类型标识无效",
        "union_tag_not_found": "缺少类型标识",
    }
)
_ZH_OTHERWISE = "内容无效"


def field_problems(found: Sequence[ErrorDetails], language: Literal["zh", "en"]) -> list[FieldProblem]:
    """The first problems of a failed validation, each with the place in the request."""
    return [
        FieldProblem(pointer=json_pointer(item["loc"]), message=_text(item, language)) for item in found[:FIELDS_TOLD]
    ]


def _text(item: ErrorDetails, language: Literal["zh", "en"]) -> str:
    if language == "en":
        return str(item["msg"])
    template = _ZH.get(item["type"], _ZH_OTHERWISE)
    try:
        return template.format_map(item.get("ctx") or {})
    except KeyError:
        return _ZH_OTHERWISE
