"""What a model sees of a complaint: hashed character n-grams of the text and, apart, of the product's name."""

from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

TEXT, PRODUCT = 0, crc32(b"product")
"""Where the hash of an n-gram starts; thereby the same characters are other features in a product's name."""
EDGE = b"\x02"


@dataclass(frozen=True, slots=True)
class FeatureSpec:
    """How n-grams are taken: `shortest` to `longest` characters, of the first `characters` of a text.

    `buckets` is a power of two: how many different features a model tells apart. `product_share` is what the name of
    the product weighs beside the text.
    """

    buckets: int
    shortest: int
    longest: int
    characters: int
    product_share: float


class Features(NamedTuple):
    """Buckets, each once and in rising order; empty where there is nothing to read."""

    text: tuple[int, ...]
    product: tuple[int, ...]


def features_of(text: str, product: str, spec: FeatureSpec) -> Features:
    """The features of a text and a product's name, both normalised. Any unicode is accepted.

    CRC-32 over UTF-8: the same everywhere and for ever, so that a model file means the same on every machine.
    """
    return Features(_hashed(text, TEXT, spec), _hashed(product, PRODUCT, spec))


def _hashed(text: str, start: int, spec: FeatureSpec) -> tuple[int, ...]:
    if not text:
        return ()
    characters = [character.encode("utf-8", "surrogatepass") for character in text[: spec.characters]]
    units = [EDGE, *characters, EDGE]
    mask, shortest = spec.buckets - 1, spec.shortest
    found: set[int] = set()
    for first in range(len(units)):
        value = start
        for length, unit in enumerate(units[first : first + spec.longest], start=1):
            value = crc32(unit, value)
            if length >= shortest:
                found.add(value & mask)
    return tuple(sorted(found))
