"""Where in the customer's own words did a rule find its words? Rules read a normalised text, people the original."""

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from dispatch.domain.classification.evidence import Span
from dispatch.domain.classification.normalise import Normaliser, straight

_PLAIN = Normaliser({})
_ASCII_END = 0x80


def original_places(text: str, spans: Sequence[Span]) -> tuple[Span | None, ...]:
    """Start and end in ``text`` of spans in its normalised form; None where the two cannot be told apart exactly.

    Folding traditional characters keeps every place, so it need not be known here.
    """
    origins = _origins(text)
    if origins is None:
        return tuple(None for _ in spans)
    return tuple(
        (origins[start], origins[end - 1] + 1) if 0 <= start < end <= len(origins) else None for start, end in spans
    )


def _origins(text: str) -> list[int] | None:
    """For each normalised character the place it comes from; None when characters of the text melted into one."""
    letters = [
        (letter, place)
        for place, original in enumerate(straight(text))
        for letter in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", original).lower())
    ]
    spaced = _one_space_each(letters)
    if "".join(letter for letter, _ in spaced) != _PLAIN(text):
        return None
    return [place for _, place in spaced]


def _one_space_each(letters: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Runs of white space become one space, none beside a wide character or at an end."""
    runs: list[list[tuple[str, int]]] = []
    for is_space, group in groupby(letters, key=lambda entry: entry[0].isspace()):
        run = list(group)
        runs.append([(" ", run[0][1])] if is_space else run)
    kept: list[tuple[str, int]] = []
    for place, run in enumerate(runs):
        if run[0][0] == " " and not _between_narrow(runs, place):
            continue
        kept += run
    return kept


def _between_narrow(runs: Sequence[Sequence[tuple[str, int]]], place: int) -> bool:
    inside = 0 < place < len(runs) - 1
    return inside and ord(runs[place - 1][-1][0]) < _ASCII_END and ord(runs[place + 1][0][0]) < _ASCII_END
