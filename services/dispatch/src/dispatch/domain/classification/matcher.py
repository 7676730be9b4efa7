"""Finds every keyword of a ruleset in a text in one pass over a trie."""

import string
from collections.abc import Iterable, Sequence

from dispatch.domain.classification.starts import Starts

Occurrence = tuple[int, int, bool]
"""Start, end, and whether a negation stands directly before; a bare tuple because this is the hot path."""

OPEN_END = "*"
BEYOND = "\u3000"
"""Stands for the character before the first and after the last: a wide space, which no normalised text contains."""

_LATIN = frozenset(string.ascii_letters)


_Ending = tuple[int, str, bool, bool]
"""Size and word, then which sides are closed: an English letter there must not continue another English word."""


class _Node:
    """Where a path of characters leads: the words that end on the way, shortest first, and how to go on.

    Most nodes are leaves; None for an empty dictionary keeps them small, which the processor's cache rewards.
    """

    __slots__ = ("children", "endings")

    def __init__(self, endings: tuple[_Ending, ...]) -> None:
        self.endings = endings
        self.children: dict[str, _Node] | None = None

    def child(self, letter: str) -> "_Node":
        if self.children is None:
            self.children = {}
        return self.children.setdefault(letter, _Node(self.endings))


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
        heads = root.children or {}
        singles = {first: _Node(node.endings) for first, node in heads.items() if node.endings}
        pairs = {
            first + second: node for first, head in heads.items() for second, node in (head.children or {}).items()
        }
        self._starts = Starts(pairs, singles)
        self._hidden = {mask: self._inside(mask.removesuffix(OPEN_END)) for mask in self._masks}

    def negates(self, text: str, start: int) -> bool:
        """Whether a negation stands directly before this place."""
        return bool(self._negations) and text.endswith(self._negations, 0, start)

    def scan(self, text: str) -> dict[str, list[Occurrence]]:
        """Occurrences by keyword, in the order of the text; keywords that do not occur are absent."""
        found = self._find(text)
        masks = [word for word in found if word in self._masks]
        if masks:
            self._hide(found, masks)
        return found

    def _find(self, text: str) -> dict[str, list[Occurrence]]:
        found: dict[str, list[Occurrence]] = {}
        padded = text + BEYOND
        negation_ends = self._negation_ends
        for start, node in enumerate(self._starts.along(text)):
            if node is None:
                continue
            end = start + 2
            while node.children is not None and (longer := node.children.get(padded[end])) is not None:
                node = longer
                end += 1
            if not node.endings:
                continue
            before = padded[start - 1]
            negated = before in negation_ends and text.endswith(self._negations, 0, start)
            for size, word, closed_start, closed_end in node.endings:
                if (closed_start and before in _LATIN) or (closed_end and padded[start + size] in _LATIN):
                    continue
                seen = start, start + size, negated
                if word in found:
                    found[word].append(seen)
                else:
                    found[word] = [seen]
        return found

    def _inside(self, mask: str) -> tuple[tuple[int, str], ...]:
        """Where in a mask which shorter words may occur."""
        found = self._find(mask)
        shorter = [word for word in found if word in self._words and len(word.removesuffix(OPEN_END)) < len(mask)]
        return tuple((start, word) for word in shorter for start, _, _ in found[word])

    def _hide(self, found: dict[str, list[Occurrence]], masks: list[str]) -> None:
        hidden = {
            (word, start + offset)
            for mask in masks
            for start, _, _ in found[mask]
            for offset, word in self._hidden[mask]
        }
        for word in {word for word, _ in hidden}:
            if word in found:
                found[word] = [seen for seen in found[word] if (word, seen[0]) not in hidden]
        for word in [word for word, seen in found.items() if not seen or word not in self._words]:
            del found[word]


def _trie(words: Iterable[str]) -> _Node:
    root = _Node(())
    for word in sorted(words, key=_inner_words_first):
        letters = word.removesuffix(OPEN_END)
        node = root
        for letter in letters:
            node = node.child(letter)
        if letters:
            node.endings = (*node.endings, _ending(word, letters))
    return root


def _inner_words_first(word: str) -> tuple[int, bool]:
    """So that a node is made after the words on the way to it are known."""
    return len(word.removesuffix(OPEN_END)), word.endswith(OPEN_END)


def _ending(word: str, letters: str) -> _Ending:
    return len(letters), word, letters[0] in _LATIN, word == letters and letters[-1] in _LATIN
