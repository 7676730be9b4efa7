"""One spelling for what means the same: width, case, traditional characters, stray spaces."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

Folding = Mapping[int, str]
"""A character table for `str.translate`: code point of a traditional character → its simplified form."""

Script = Literal["latin", "simplified", "traditional"]
"""How a text is written."""

_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_TRADITIONAL_SHARE = 20
"""One ideograph in as many must be a traditional one: people who write simplified ones mix in a few."""
_SPACES = re.compile(r"\s+")
_SPACE_BESIDE_WIDE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
_COMMON_WIDE = tuple((wide, unicodedata.normalize("NFKC", wide)) for wide in "，！？：；（）…～")


def straight(text: str) -> str:
    """The apostrophe of a keyboard for the curled one that telephones set; every place stays."""
    return text.replace("\u2019", "'")


class Normaliser:
    """NFKC, lower case, simplified characters, straight apostrophes; one space for any, none beside a wide character.

    Any unicode is accepted, lone surrogates included. Immutable; made once for each folding.
    """

    __slots__ = ("_foldable", "_folding")

    def __init__(self, folding: Folding) -> None:
        self._folding = folding
        self._foldable = re.compile(f"[{re.escape(''.join(map(chr, folding)))}]") if folding else None

    def script(self, text: str) -> Script:
        """How a text, not normalised yet, is written; without any ideograph it is latin."""
        if text.isascii() or not (ideographs := len(_IDEOGRAPH.findall(text))):
            return "latin"
        if self._foldable is None or not self._foldable.search(text):
            return "simplified"
        return "traditional" if len(self._foldable.findall(text)) * _TRADITIONAL_SHARE >= ideographs else "simplified"

    def __call__(self, text: str) -> str:
        """The one spelling of ``text``.

        The punctuation that nearly every Chinese text has is exchanged before NFKC, which would do the same, because
        NFKC is quick only for a text it need not change; so is `str.translate` slow where nothing is to be folded.
        """
        text = straight(text)
        for wide, narrow in _COMMON_WIDE:
            text = text.replace(wide, narrow)
        folded = unicodedata.normalize("NFKC", text).lower()
        if self._foldable is not None and self._foldable.search(folded):
            folded = folded.translate(self._folding)
        if " " in folded or not folded.isprintable():
            folded = _SPACE_BESIDE_WIDE.sub("", _SPACES.sub(" ", folded)).strip()
        return unicodedata.normalize("NFKC", folded)
