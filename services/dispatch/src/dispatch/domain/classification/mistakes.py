"""One mistake in a ruleset: what, where, and how it is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dispatch.domain.classification.mistake_texts import REASONS_ZH, TEXTS, UNKNOWN_REASON_ZH

Place: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the top of the ruleset down, such as ``("rules", 3, "weight")``."""

_PART_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Mistake:
    """``code`` is stable; ``params`` fill its text. ``line`` and ``column`` count from 1 where the text is known."""

    code: str
    place: Place = ()
    params: Mapping[str, str | int] = field(default_factory=dict)
    line: int | None = None
    column: int | None = None

    @property
    def path(self) -> str:
        """The place as text, for example ``rules[3].weight``; empty for the whole."""
        path = ""
        for part in self.place:
            if isinstance(part, int):
                path += f"[{part}]"
            else:
                path += f".{part[:_PART_CHARACTERS]}" if path else part[:_PART_CHARACTERS]
        return path

    def told(self, language: Literal["zh", "en"] = "en") -> str:
        """The text wholly in one language; only what the author wrote is quoted as it is."""
        zh, en = TEXTS[self.code]
        if language == "en":
            return en.format_map(self.params)
        return zh.format_map({**self.params, "reason": _in_chinese(str(self.params.get("reason", "")))})


def _in_chinese(reason: str) -> str:
    """What the YAML parser or RE2 says, as far as it is known."""
    return next((zh for start, zh in REASONS_ZH.items() if reason.startswith(start)), UNKNOWN_REASON_ZH)
