"""A page as a browser takes it apart: its elements, and what is written in them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from dispatch.domain.words import Language
from dispatch.forms.sheet import Sheet

from tests.unit.dispatch.forms.sheets import page, texts


@dataclass(slots=True)
class Read:
    """Elements in order with their attributes; texts of the page; texts inside of `s`."""

    elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    style: str = ""

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """The elements and the names of their attributes, which no value of a sheet may change."""
        return [(name, tuple(attribute for attribute, _ in given)) for name, given in self.elements]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.elements.append((tag, tuple(attrs)))
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.read.style += data
        elif data.strip():
            self.read.texts.append(data)
            if "s" in self._open:
                self.read.struck.append(data)


def read(html: str) -> Read:
    """Takes a page apart; fails when an element is not closed in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.read


def shown(sheet: Sheet, language: Language = "zh") -> Read:
    """The sheet's page, taken apart."""
    return read(page().render(sheet, texts(language)))
