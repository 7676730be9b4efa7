"""Why a validator refuses a field or a body, in both languages."""

from pydantic_core import PydanticCustomError


def refused(zh: str, en: str) -> PydanticCustomError:
    """To be raised by a validator; `chassis.field_texts` shows the one or the other."""
    return PydanticCustomError("refused", "{en}", {"en": en, "problem": zh})
