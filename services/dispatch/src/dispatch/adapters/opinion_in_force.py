"""The second opinion that the settings name, if any."""

from pathlib import Path
from typing import Final

from dispatch.adapters.opinion_file import load_model, shipped_model
from dispatch.adapters.ruleset_yaml import traditional_folding
from dispatch.domain.classification.normalise import Normaliser
from dispatch.domain.opinion.consultation import SecondOpinion
from dispatch.domain.opinion.model import OpinionModel

SWITCHED_OFF: Final = "off"


def opinion_in_force(name: str, path: Path | None) -> SecondOpinion | None:
    """The file's model, else the shipped one of that name; `off` is none. Raises `OpinionError`, `OSError`."""
    if name == SWITCHED_OFF:
        return None
    return as_opinion(shipped_model(name) if path is None else load_model(path))


def as_opinion(model: OpinionModel) -> SecondOpinion:
    """The model, reading simplified and traditional characters alike."""
    return SecondOpinion(model, Normaliser(traditional_folding()))
