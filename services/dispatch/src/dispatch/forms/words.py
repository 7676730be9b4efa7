"""Words of the forms in Chinese and English, checked when the service is put together."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final, get_args

import yaml
from pydantic import BaseModel, ConfigDict

from dispatch.domain.words import BoxName, CategoryName, Language, LevelName

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


class FormWords(BaseModel):
    """One language. `form` are the printed words of the sheet, the rest names what a text or a signature is made of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: dict[str, str]
    boxes: dict[BoxName, str]
    signers: dict[str, str]
    classification: str
    verdict: str
    verdicts: dict[str, str]
    outcomes: dict[str, str]
    categories: dict[CategoryName, str]
    levels: dict[LevelName, str]


def shipped_words() -> Mapping[Language, FormWords]:
    """The words that come with the package."""
    data: object = yaml.safe_load((files("dispatch") / "forms" / "words.yaml").read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise TypeError("words.yaml must be a mapping")
    return {language: FormWords.model_validate(data[language]) for language in LANGUAGES}
