"""The mistakes of a ruleset as a problem tells them: all, each with code, place, line, and text in one language.

The place is told twice: as JSON pointer into the request's body, and as path in the ruleset.
"""

from typing import cast

from chassis.problems import MEDIA_TYPE, FieldProblem, ProblemTable, json_pointer, preferred_language
from fastapi import FastAPI, Request, Response

from dispatch.domain.classification import RulesetError
from dispatch.domain.words import Language

CODE = "invalid_request"


class RulesetMistake(FieldProblem):
    """`line` and `column` count from 1; null where the rules came as JSON."""

    code: str
    path: str
    line: int | None
    column: int | None


class RefusedRules(RulesetError):
    """Rules in a request; `within` is the field of the body that held them, empty when they were the body."""

    def __init__(self, error: RulesetError, within: tuple[str, ...], *, has_lines: bool) -> None:
        super().__init__(error.mistakes, error.count)
        self.within = within
        self.has_lines = has_lines


def tell_mistakes(app: FastAPI) -> None:
    """Answer `RulesetError` with a problem."""

    async def tell(request: Request, error: Exception) -> Response:
        known = cast("RulesetError", error)
        table = cast("ProblemTable", request.app.state.problems)
        language = preferred_language(request.headers.get("accept-language"))
        zh = f"规则集共有 {known.count} 处错误"
        detail = zh if language == "zh" else f"The ruleset has mistakes: {known.count}"
        status, body = table.render(CODE, language, detail=detail, errors=told(known, language))
        return Response(body, status, media_type=MEDIA_TYPE)

    app.add_exception_handler(RulesetError, tell)


def told(error: RulesetError, language: Language) -> list[RulesetMistake]:
    """One entry for each mistake."""
    within = error.within if isinstance(error, RefusedRules) else ()
    has_lines = not isinstance(error, RefusedRules) or error.has_lines
    return [
        RulesetMistake(
            pointer=json_pointer(("body", *within, *mistake.place)),
            message=mistake.told(language),
            code=mistake.code,
            path=mistake.path,
            line=mistake.line if has_lines else None,
            column=mistake.column if has_lines else None,
        )
        for mistake in error.mistakes
    ]
