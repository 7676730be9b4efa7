"""What a model sees of a complaint: hashed n-grams of its characters, words, the product's name, script and kind.

Chinese is read by its characters, which need no division into words; words in latin letters as a whole and by their
beginning, because three letters of one say little, and by pairs of neighbours.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import NamedTuple
from zlib import crc32

from dispatch.domain.classification.normalise import Normaliser, Script

TEXT = 0
PRODUCT, WORD, STEM, PAIR, SCRIPT, KIND = map(crc32, (b"product", b"word", b"stem", b"pair", b"script", b"kind"))
"""Where the hash of a feature starts; thereby the same characters are other features in a product's name."""
EDGE = b"\x02"
UNSAID = frozenset({"", "complaint"})
"""A case is a complaint where nobody says otherwise, so this kind tells nothing."""
_WORD = re.compile("[a-z][a-z']*")


@dataclass(frozen=True, slots=True)
class FeatureSpec:
    """How n-grams are taken: `shortest` to `longest` characters, of the first `characters` of a text.

    `buckets` is a power of two: how many different features a model tells apart. `product_share` is what the name of
    the product weighs beside the text, `script_share` that of its script alone, `kind_share` the kind of the case. With
    a `stem` words in latin letters are read whole and by their first `stem` letters, n-grams are of all other writing;
    without, of everything. With `pairs` such words are read with their neighbour too, both by their first letters.
    """

    buckets: int
    shortest: int
    longest: int
    characters: int
    product_share: float
    script_share: float = 0.0
    kind_share: float = 0.0
    stem: int = 0
    pairs: bool = False


class Features(NamedTuple):
    """Buckets, each once and in rising order; empty where there is nothing to read."""

    text: tuple[int, ...]
    words: tuple[int, ...]
    product: tuple[int, ...]
    script: tuple[int, ...]
    kind: tuple[int, ...]


class ReadText(NamedTuple):
    """What is seen of a complaint, and how it is written."""

    features: Features
    script: Script


def features_of(text: str, product: str, spec: FeatureSpec, script: Script = "latin", kind: str = "") -> Features:
    """The features of a text and a product's name, both normalised, the text in this script, of a case of this kind.

    Any unicode is accepted; without a kind, or of the one that stands where nobody chose, the kind says nothing.

    CRC-32 over UTF-8: the same everywhere and for ever, so that a model file means the same on every machine.
    """
    read = text[: spec.characters]
    runs = _WORD.sub(" ", read).split() if spec.stem else [read] if read else []
    return Features(
        text=_hashed(runs, TEXT, spec, edges=not spec.stem),
        words=_worded(_WORD.findall(read), spec) if spec.stem else (),
        product=_hashed([product[: spec.characters]] if product else [], PRODUCT, spec, edges=True),
        script=_named(script, SCRIPT, spec) if spec.script_share else (),
        kind=_named(kind, KIND, spec) if spec.kind_share and kind not in UNSAID else (),
    )


def read_text(text: str, product: str, kind: str, spec: FeatureSpec, normalise: Normaliser) -> ReadText:
    """A text and a product's name as people wrote them, of a case of this kind."""
    script = normalise.script(text)
    return ReadText(features_of(normalise(text), normalise(product), spec, script, kind), script)


def groups_of(features: Features, spec: FeatureSpec) -> tuple[tuple[tuple[int, ...], float], ...]:
    """The groups of features that are there, each with the value that every feature of it has."""
    told = (features.text + features.words, 1.0), (features.product, spec.product_share)
    groups = (*told, (features.script, spec.script_share), (features.kind, spec.kind_share))
    return tuple((places, share / sqrt(len(places))) for places, share in groups if places and share)


def _named(name: str, start: int, spec: FeatureSpec) -> tuple[int, ...]:
    return (crc32(name.encode("utf-8", "surrogatepass"), start) & (spec.buckets - 1),)


def _hashed(runs: list[str], start: int, spec: FeatureSpec, *, edges: bool) -> tuple[int, ...]:
    mask, shortest = spec.buckets - 1, spec.shortest
    found: set[int] = set()
    for run in runs:
        characters = [character.encode("utf-8", "surrogatepass") for character in run]
        units = [EDGE, *characters, EDGE] if edges else characters
        for first in range(len(units)):
            value = start
            for length, unit in enumerate(units[first : first + spec.longest], start=1):
                value = crc32(unit, value)
                if length >= shortest:
                    found.add(value & mask)
    return tuple(sorted(found))


def _worded(words: list[str], spec: FeatureSpec) -> tuple[int, ...]:
    mask = spec.buckets - 1
    found = {crc32(word.encode(), WORD) & mask for word in words}
    found.update(crc32(word[: spec.stem].encode(), STEM) & mask for word in words if len(word) >= spec.stem)
    if spec.pairs:
        stems = [word[: spec.stem] for word in words]
        found.update(crc32(f"{first} {second}".encode(), PAIR) & mask for first, second in pairwise(stems))
    return tuple(sorted(found))
