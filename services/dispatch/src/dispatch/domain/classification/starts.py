"""Where in a text may a keyword start? A sieve that lets no start slip and keeps few others."""

import re
from array import array
from collections.abc import Iterable
from itertools import compress

_BEYOND_16_BITS = re.compile("[\U00010000-\U0010ffff]")
_NO_CHARACTER = "\uffff"


class Starts:
    """Knows the first two characters of every longer keyword, and the keywords of one character.

    Two neighbouring characters are one number, read out of the text's UTF-16 bytes at even and at odd places: thereby
    the whole text is looked up without a string for each place. Characters beyond 16 bits all count as the same one.
    """

    __slots__ = ("_pairs", "_singles")

    def __init__(self, pairs: Iterable[str], singles: Iterable[str]) -> None:
        self._pairs = frozenset(number for pair in pairs for number in _numbers(_utf16(pair)))
        alone = "".join(singles)
        self._singles = re.compile(f"[{re.escape(alone)}]" if alone else "(?!)")

    def of(self, text: str) -> list[int]:
        """The places of ``text`` where a keyword may start, in rising order."""
        raw, size, known = _utf16(text), len(text), self._pairs.__contains__
        places = [match.start() for match in self._singles.finditer(text)]
        places += compress(range(0, size, 2), map(known, _numbers(raw[: size // 2 * 4])))
        places += compress(range(1, size, 2), map(known, _numbers(raw[2 : 2 + (size - 1) // 2 * 4])))
        return sorted(set(places))


def _numbers(raw: bytes) -> "array[int]":
    return array("I", raw)


def _utf16(text: str) -> bytes:
    """Two bytes for every character, half characters included."""
    raw = text.encode("utf-16-le", "surrogatepass")
    if len(raw) == 2 * len(text):
        return raw
    return _BEYOND_16_BITS.sub(_NO_CHARACTER, text).encode("utf-16-le", "surrogatepass")
