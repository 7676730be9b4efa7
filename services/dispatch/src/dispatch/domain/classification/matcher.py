"""Finds every keyword of a ruleset in a text in one pass over a trie."""

import string
from collections.abc import Iterable, Sequence
from operator import add

Occurrence = tuple[int, int, bool]
"""Start, end, and whether a negation stands directly before; a bare tuple because this is the hot path."""

OPEN_END = "*"
BEYOND = "\u3000"
"""Stands for the character before the first and after the last: a wide space, which no normalised text contains."""

_LATIN = frozenset(string.ascii_letters)


_Ending = tuple[int, str, bool, bool]
"""Size and word, then which sides are closed: an English letter there must not continue another English word."""


class _Node:
    """Where a path of characters leads: the words that end on the way, shortest first, and how to go on."""

    __slots__ = ("children", "endings")

    def __init__(self, endings: tuple[_Ending, ...]) -> None:
        self.endings = endings
        self.children: dict[str, _Node] = {}


class Matcher:
    """Immutable after construction; words and masks must be normalised already.

    An English word matches only as a whole word unless it ends in ``*``. A word strictly inside an occurrence of a mask
    does not count.
    """

    def __init__(self, words: Iterable[str], masks: Iterable[str], negations: Sequence[str]) -> None:
        self._words = frozenset(words)
        self._masks = frozenset(masks)
        self._negations = tuple(negations)
        self._negation_ends = frozenset(word[-1] for word in self._negations)
        root = _trie(self._words | self._masks)
        self._singles = {first: _Node(node.endings) for first, node in root.children.items() if node.endings}
        self._pairs = {
            first + second: node for first, head in root.children.items() for second, node in head.children.items()
        }

    def scan(self, text: str) -> dict[str, list[Occurrence]]:
        """Occurrences by keyword, in the order of the text; keywords that do not occur are absent."""
        found: dict[str, list[Occurrence]] = {}
        padded = text + BEYOND
        nodes = map(self._pairs.get, map(add, text, padded[1:]), map(self._singles.get, text))
        for start, node in enumerate(nodes):
            if node is None:
                continue
            end = start + 2
            while node.children and padded[end] in node.children:
                node = node.children[padded[end]]
                end += 1
            if not node.endings:
                continue
            before = padded[start - 1]
            negated = before in self._negation_ends and text.endswith(self._negations, 0, start)
            for size, word, closed_start, closed_end in node.endings:
                if (closed_start and before in _LATIN) or (closed_end and padded[start + size] in _LATIN):
                    continue
                seen = start, start + size, negated
                if word in found:
                    found[word].append(seen)
                else:
                    found[word] = [seen]
        masks = [seen for word in found if word in self._masks for seen in found[word]]
        return self._unmasked(found, masks) if masks else found

    def _unmasked(self, found: dict[str, list[Occurrence]], masks: list[Occurrence]) -> dict[str, list[Occurrence]]:
        kept: dict[str, list[Occurrence]] = {}
        for word, occurrences in found.items():
            if word in self._words:
                visible = [seen for seen in occurrences if not _inside(seen, masks)]
                if visible:
                    kept[word] = visible
        return kept


def _trie(words: Iterable[str]) -> _Node:
    root = _Node(())
    for word in sorted(words, key=_inner_words_first):
        letters = word.removesuffix(OPEN_END)
        node = root
        for letter in letters:
            node = node.children.setdefault(letter, _Node(node.endings))
        if letters:
            node.endings = (*node.endings, _ending(word, letters))
    return root


def _inner_words_first(word: str) -> tuple[int, bool]:
    """So that a node is made after the words on the way to it are known."""
    return len(word.removesuffix(OPEN_END)), word.endswith(OPEN_END)


def _ending(word: str, letters: str) -> _Ending:
    return len(letters), word, letters[0] in _LATIN, word == letters and letters[-1] in _LATIN


def _inside(seen: Occurrence, masks: list[Occurrence]) -> bool:
    first, last, _ = seen
    size = last - first
    for start, end, _ in masks:  # noqa: SIM110 - a generator costs thrice the loop
        if start <= first and last <= end and end - start > size:
            return True
    return False
