"""Which kind of product does a product's name tell of?"""

from collections.abc import Mapping

from dispatch.domain.classification.matcher import Matcher


class ProductKinds:
    """The longest word of the ruleset within the name tells; immutable, words and names must be normalised."""

    __slots__ = ("_kind_of", "_matcher", "_whole_names")

    def __init__(self, kind_of: Mapping[str, str]) -> None:
        self._kind_of = kind_of
        self._matcher = Matcher(words=kind_of, masks=(), negations=())
        self._whole_names = {word: self._search(word) for word in kind_of}

    def of(self, name: str) -> str | None:
        """The kind, if any; a name that is just such a word, the most frequent case, needs no search."""
        return self._whole_names[name] if name in self._whole_names else self._search(name)

    def _search(self, name: str) -> str | None:
        longest = max(self._matcher.scan(name), key=len, default=None)
        return None if longest is None else self._kind_of[longest]
