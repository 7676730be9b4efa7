"""One spelling for what means the same: width, case, traditional characters, stray spaces."""

import re
import unicodedata
from collections.abc import Mapping

Folding = Mapping[int, str]
"""A character table for `str.translate`: code point of a traditional character → its simplified form."""

_SPACES = re.compile(r"\s+")
_SPACE_BESIDE_WIDE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def normalise(text: str, folding: Folding) -> str:
    """NFKC, lower case, simplified characters; runs of white space become one space, none beside a wide character.

    Any unicode is accepted, lone surrogates included.
    """
    folded = unicodedata.normalize("NFKC", text).lower().translate(folding)
    if " " in folded or not folded.isprintable():
        folded = _SPACE_BESIDE_WIDE.sub("", _SPACES.sub(" ", folded)).strip()
    return unicodedata.normalize("NFKC", folded)
