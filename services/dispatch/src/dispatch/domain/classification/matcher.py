"""Finds every keyword of a ruleset in a text in one pass over a trie."""

from collections.abc import Iterable, Sequence

Occurrence = tuple[int, int, bool]
"""Start, end, and whether a negation stands directly before; a bare tuple because this is the hot path."""

OPEN_END = "*"
END = "\x00"
"""Stands for the character after the last; no keyword continues with it."""


class _Node:
    """Where a path of characters leads.

    ``word`` ends here anywhere, ``latin_word`` only where the English word ends; ``open_word`` may go on. ``ends`` is
    true when any of them is set.
    """

    __slots__ = ("children", "ends", "latin_word", "open_word", "word")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.word: str | None = None
        self.latin_word: str | None = None
        self.open_word: str | None = None
        self.ends = False


class Matcher:
    """Immutable after construction; words and masks must be normalised already.

    An English word matches only as a whole word unless it ends in ``*``. A word strictly inside an occurrence of a mask
    does not count.
    """

    def __init__(self, words: Iterable[str], masks: Iterable[str], negations: Sequence[str]) -> None:
        self._words = frozenset(words)
        self._masks = frozenset(masks)
        self._negations = tuple(negations)
        self._only_masks = self._masks - self._words
        self._negation_ends = frozenset(word[-1] for word in self._negations)
        self._root = _Node()
        for word in self._words | self._masks:
            self._insert(word)

    def _insert(self, word: str) -> None:
        node = self._root
        for character in word.removesuffix(OPEN_END):
            node = node.children.setdefault(character, _Node())
        node.ends = True
        if word.endswith(OPEN_END):
            node.open_word = word
        elif _is_latin(word[0]) or _is_latin(word[-1]):
            node.latin_word = word
        else:
            node.word = word

    def scan(self, text: str) -> dict[str, list[Occurrence]]:
        """Occurrences by keyword, in the order of the text; keywords that do not occur are absent."""
        found: dict[str, list[Occurrence]] = {}
        roots = self._root.children
        for start, (first, second) in enumerate(zip(text, text[1:] + END, strict=False)):
            node = roots.get(first)
            if node is not None and (node.ends or second in node.children):
                self._scan_from(text, start, node, found)
        masked = [(start, end) for word in self._masks & found.keys() for start, end, _ in found[word]]
        for word in self._only_masks & found.keys():
            del found[word]
        return _unmasked(found, masked) if masked else found

    def _scan_from(self, text: str, start: int, node: _Node, found: dict[str, list[Occurrence]]) -> None:
        end, length = start + 1, len(text)
        while True:
            if node.word is not None:
                self._note(node.word, text, start, end, found)
            if node.latin_word is not None and _whole(text, start, end):
                self._note(node.latin_word, text, start, end, found)
            if node.open_word is not None and _starts_word(text, start):
                self._note(node.open_word, text, start, end, found)
            if end == length or text[end] not in node.children:
                return
            node = node.children[text[end]]
            end += 1

    def _note(self, word: str, text: str, start: int, end: int, found: dict[str, list[Occurrence]]) -> None:
        negated = start > 0 and text[start - 1] in self._negation_ends and text.endswith(self._negations, 0, start)
        if word in found:
            found[word].append((start, end, negated))
        else:
            found[word] = [(start, end, negated)]


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _starts_word(text: str, start: int) -> bool:
    return start == 0 or not (_is_latin(text[start]) and _is_latin(text[start - 1]))


def _whole(text: str, start: int, end: int) -> bool:
    if not _starts_word(text, start):
        return False
    return end == len(text) or not (_is_latin(text[end]) and _is_latin(text[end - 1]))


def _unmasked(found: dict[str, list[Occurrence]], masks: list[tuple[int, int]]) -> dict[str, list[Occurrence]]:
    kept: dict[str, list[Occurrence]] = {}
    for word, occurrences in found.items():
        visible = [seen for seen in occurrences if not _inside(seen, masks)]
        if visible:
            kept[word] = visible
    return kept


def _inside(seen: Occurrence, masks: list[tuple[int, int]]) -> bool:
    first, last, _ = seen
    size = last - first
    return any(start <= first and last <= end and end - start > size for start, end in masks)
