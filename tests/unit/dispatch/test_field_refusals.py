"""What a body as a whole is refused for is told in the caller's language."""

import pytest
from chassis.field_texts import field_problems
from chassis.http import StrictModel
from dispatch.entrypoints.http.routes_staff import AbsenceBody
from dispatch.entrypoints.http.schemas_returns import AssessBody
from dispatch.entrypoints.http.schemas_rulesets import ImportBody, SimulateBody
from pydantic import ValidationError


@pytest.mark.parametrize(
    ("model", "body", "zh", "en"),
    [
        (ImportBody, {}, "内容无效: yaml 与 content 须且只能提供一个", "either yaml or content"),
        (
            SimulateBody,
            {"from": "2026-03-02T08:00:00Z", "to": "2026-03-02T08:00:00Z"},
            "内容无效: from 必须早于 to",
            "from must lie before to",
        ),
        (
            AssessBody,
            {"wanted": "return", "exchanged_on": "2026-03-02"},
            "内容无效: exchanged_on 须有更早的 sold_on",
            "exchanged_on needs an earlier sold_on",
        ),
        (
            AssessBody,
            {"wanted": "return", "sold_on": "1969-12-31"},
            "内容无效: 年份须在 1970 与 2199 之间",
            "the year must lie between 1970 and 2199",
        ),
        (
            AbsenceBody,
            {"since": "2026-03-02T08:00:00Z", "until": "2026-03-02T08:00:00Z", "reason": "ill"},
            "内容无效: until 必须晚于 since",
            "until must follow since",
        ),
    ],
)
def test_a_body_is_refused_in_both_languages(model: type[StrictModel], body: object, zh: str, en: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        model.model_validate(body)
    assert [field_problems(refusal.value.errors(), language)[0].message for language in ("zh", "en")] == [zh, en]
