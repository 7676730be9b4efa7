"""Finds every keyword of a ruleset in a text in one pass over a trie."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

OPEN_END = "*"


class Occurrence(NamedTuple):
    """A keyword at ``start:end``; ``negated`` when a negation stands directly before it."""

    start: int
    end: int
    negated: bool


class _Node:
    __slots__ = ("children", "latin_word", "open_word", "word")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.word: str | None = None
        self.latin_word: str | None = None
        self.open_word: str | None = None


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
        self._root = _Node()
        for word in self._words | self._masks:
            self._insert(word)

    def _insert(self, word: str) -> None:
        node = self._root
        for character in word.removesuffix(OPEN_END):
            node = node.children.setdefault(character, _Node())
        if word.endswith(OPEN_END):
            node.open_word = word
        elif _is_latin(word[0]) or _is_latin(word[-1]):
            node.latin_word = word
        else:
            node.word = word

    def scan(self, text: str) -> dict[str, list[Occurrence]]:
        """Occurrences by keyword, in the order of the text; keywords that do not occur are absent."""
        found: dict[str, list[Occurrence]] = {}
        masks: list[tuple[int, int]] = []
        length = len(text)
        roots = self._root.children
        for start, character in enumerate(text):
            node = roots.get(character)
            end = start + 1
            while node is not None:
                if node.word is not None:
                    self._note(node.word, text, start, end, found, masks)
                if node.latin_word is not None and _whole(text, start, end, length):
                    self._note(node.latin_word, text, start, end, found, masks)
                if node.open_word is not None and _starts_word(text, start):
                    self._note(node.open_word, text, start, end, found, masks)
                if end == length:
                    break
                node = node.children.get(text[end])
                end += 1
        return _unmasked(found, masks) if masks else found

    def _note(
        self,
        word: str,
        text: str,
        start: int,
        end: int,
        found: dict[str, list[Occurrence]],
        masks: list[tuple[int, int]],
    ) -> None:
        if word in self._masks:
            masks.append((start, end))
        if word in self._words:
            negated = start > 0 and text[start - 1] in self._negation_ends and text.endswith(self._negations, 0, start)
            found.setdefault(word, []).append(Occurrence(start, end, negated))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _starts_word(text: str, start: int) -> bool:
    return start == 0 or not (_is_latin(text[start]) and _is_latin(text[start - 1]))


def _whole(text: str, start: int, end: int, length: int) -> bool:
    if not _starts_word(text, start):
        return False
    return end == length or not (_is_latin(text[end]) and _is_latin(text[end - 1]))


def _unmasked(found: dict[str, list[Occurrence]], masks: list[tuple[int, int]]) -> dict[str, list[Occurrence]]:
    kept: dict[str, list[Occurrence]] = {}
    for word, occurrences in found.items():
        visible = [seen for seen in occurrences if not _inside(seen, masks)]
        if visible:
            kept[word] = visible
    return kept


def _inside(seen: Occurrence, masks: list[tuple[int, int]]) -> bool:
    size = seen.end - seen.start
    return any(start <= seen.start and seen.end <= end and end - start > size for start, end in masks)
