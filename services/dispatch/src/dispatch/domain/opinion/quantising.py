"""Weights as signed bytes: a model file of some hundred kilobytes, and the same sums on every machine."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from dispatch.domain.opinion.weights import OFFSET

LARGEST = 127


class Quantised(NamedTuple):
    """Rows bucket after bucket, a byte of weight + 128 per category; a byte's unit is worth `scale`."""

    raw: bytes
    scale: float


def quantise(weights: Sequence["array[float]"]) -> Quantised:
    """The nearest byte for each weight; the largest weight of all is 127 units."""
    largest = max(max(map(abs, row)) for row in weights)
    scale = largest / LARGEST if largest else 1.0
    rows = zip(*weights, strict=True)
    return Quantised(bytes(round(weight / scale) + OFFSET for row in rows for weight in row), scale)
