"""Problems: a stable code, a text in both languages, nothing that a caller could break."""

from dataclasses import dataclass

import orjson
import pytest
from chassis import errors, idempotency
from chassis.application import _require_known_codes
from chassis.cursor import InvalidCursor
from chassis.errors import ServiceError
from chassis.problems import CHASSIS_PROBLEMS, ProblemTable, ProblemText, preferred_language
from hypothesis import given
from hypothesis import strategies as st

ALL = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ServiceError)]


@pytest.mark.parametrize("kind", [*ALL, InvalidCursor, idempotency.IdempotencyKeyRequired])
def test_every_error_of_the_chassis_has_its_texts(kind: type[ServiceError]) -> None:
    assert CHASSIS_PROBLEMS[kind.code].status == kind.status


def test_parameters_fill_the_text_and_missing_ones_leave_no_trace() -> None:
    table = ProblemTable({"late": ProblemText(409, "迟到 {days} 天{more}", "Late by {days} days{more}")})
    status, body = table.render("late", "en", params={"days": 3})
    assert (status, orjson.loads(body)["title"]) == (409, "Late by 3 days")


@given(value=st.text(st.characters(exclude_categories=["Cs"])))
def test_a_parameter_is_text_and_never_a_template(value: str) -> None:
    table = ProblemTable({"odd": ProblemText(409, "{value}", "{value}")})
    assert orjson.loads(table.render("odd", "zh", params={"value": value})[1])["title"] == value


def test_an_unknown_code_is_an_internal_error() -> None:
    status, body = ProblemTable(CHASSIS_PROBLEMS).render("nonsense", "en")
    assert (status, orjson.loads(body)["code"]) == (500, "internal_error")


@given(header=st.one_of(st.none(), st.text(st.characters(max_codepoint=255), max_size=60)))
def test_any_header_prefers_a_language(header: str | None) -> None:
    assert preferred_language(header) in ("zh", "en")


def test_a_domain_error_without_text_fails_at_start() -> None:
    @dataclass
    class Mistake(Exception):
        code = "nobody_described_me"

    with pytest.raises(ValueError, match="nobody_described_me"):
        _require_known_codes(ProblemTable(CHASSIS_PROBLEMS), [Mistake])
