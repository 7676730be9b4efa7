"""Weights as signed numbers of two bytes: a model file of some megabytes, and the same sums on every machine.

One byte is not enough: the few features that every text has (its script) weigh a hundred times what a word does, and
nearly all words were rounded to nothing.
"""

import sys
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from dispatch.domain.opinion.weights import OFFSET

LARGEST = OFFSET - 1


class Quantised(NamedTuple):
    """Rows bucket after bucket, two bytes of weight + 32,768 per category, the low one first; a unit is `scale`."""

    raw: bytes
    scale: float


def quantise(weights: Sequence["array[float]"]) -> Quantised:
    """The nearest number for each weight; the largest weight of all is 32,767 units."""
    largest = max(max(map(abs, row)) for row in weights)
    scale = max(largest / LARGEST, sys.float_info.min)
    numbers = array("H", (round(weight / scale) + OFFSET for row in zip(*weights, strict=True) for weight in row))
    if sys.byteorder == "big":
        numbers.byteswap()
    return Quantised(numbers.tobytes(), scale)


def widened(raw: bytes) -> bytes:
    """Weights of one byte + 128, as older files have them, in two bytes, with the same unit."""
    return b"".join((byte - 128 + OFFSET).to_bytes(2, "little") for byte in raw)
