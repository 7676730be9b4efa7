"""The mistakes of a ruleset as a problem tells them: each with its JSON pointer into the request's body."""

import re

from dispatch.domain.classification import RulesetError

_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def refused(error: RulesetError, field: str) -> list[dict[str, object]]:
    """For `RequestValidationError`; `field` is where in the body the ruleset stood."""
    return [_told(each, field) for each in (error, *error.further)]


def _told(error: RulesetError, field: str) -> dict[str, object]:
    parts = [int(index) if index else name for index, name in _PART.findall(error.path)]
    return {
        "type": "refused",
        "loc": ("body", field, *parts),
        "msg": error.problem,
        "ctx": {"problem": error.problem},
    }
