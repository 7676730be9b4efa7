"""What starts where in a text, by the first two characters."""

import re
from array import array
from collections.abc import Mapping
from typing import Generic, TypeVar

Start = TypeVar("Start")

_BYTES_OF_A_PAIR = 4


class Starts(Generic[Start]):
    """Knows what starts with two given characters, else with one; immutable.

    Two neighbouring characters are one number, read out of the text's UTF-16 bytes at even and at odd places: thereby
    the whole text is looked up without a string for each place.
    """

    __slots__ = ("_by_number", "_pairs", "_single", "_singles")

    def __init__(self, pairs: Mapping[str, Start], singles: Mapping[str, Start]) -> None:
        self._pairs = pairs
        self._singles = singles
        self._by_number = {
            _numbers(raw)[0]: start for pair, start in pairs.items() if len(raw := _utf16(pair)) == _BYTES_OF_A_PAIR
        }
        alone = "".join(singles)
        self._single = re.compile(f"[{re.escape(alone)}]" if alone else "(?!)")

    def along(self, text: str) -> list[Start | None]:
        """For each place of the text what starts there."""
        raw, size = _utf16(text), len(text)
        if len(raw) > 2 * size:
            return [self._pairs.get(text[at : at + 2]) or self._singles.get(text[at]) for at in range(size)]
        starts: list[Start | None] = [None] * size
        even, odd = size // 2, max(size - 1, 0) // 2
        starts[0 : 2 * even : 2] = map(self._by_number.get, _numbers(raw[: 4 * even]))
        starts[1 : 1 + 2 * odd : 2] = map(self._by_number.get, _numbers(raw[2 : 2 + 4 * odd]))
        for match in self._single.finditer(text):
            at = match.start()
            if starts[at] is None:
                starts[at] = self._singles[text[at]]
        return starts


def _numbers(raw: bytes) -> "array[int]":
    return array("I", raw)


def _utf16(text: str) -> bytes:
    """Two bytes for a character, four beyond 16 bits; half characters are taken as they come."""
    return text.encode("utf-16-le", "surrogatepass")
