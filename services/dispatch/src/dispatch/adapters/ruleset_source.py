"""The YAML text of a ruleset before anything is built of it: bounded, one document, no aliases, no key twice.

Safe tags only: what is built of it later knows no others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import yaml

from dispatch.domain.classification import RulesetError
from dispatch.domain.classification.mistakes import Mistake, Place

MOST_CHARACTERS: Final = 400_000
MOST_EVENTS: Final = 100_000
"""Of the YAML parser: scalars, and begins and ends of lists and mappings."""
MOST_DEPTH: Final = 20
LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Mark(Protocol):
    """Where something begins, counted from 0."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class RulesetSource:
    """The text as nodes that know their lines; ``mistakes`` are those of its keys."""

    root: yaml.Node | None
    mistakes: Sequence[Mistake]

    def located(self, error: RulesetError) -> RulesetError:
        """The same mistakes with line and column, in the order of the text."""
        placed = [self._located(mistake) for mistake in error.mistakes]
        return RulesetError(sorted(placed, key=lambda each: (each.line or 0, each.column or 0)), error.count)

    def _located(self, mistake: Mistake) -> Mistake:
        if mistake.line is not None or self.root is None:
            return mistake
        mark: _Mark = self.root.start_mark
        node: yaml.Node | None = self.root
        for part in mistake.place:
            node, mark = _below(node, part, mark)
            if node is None:
                break
        return replace(mistake, line=mark.line + 1, column=mark.column + 1)


def read_source(source: str) -> RulesetSource:
    """Raises `RulesetError` for what is no such YAML at all."""
    if len(source) > MOST_CHARACTERS:
        raise RulesetError([Mistake("too_long", params={"most": MOST_CHARACTERS})])
    try:
        _require_bounds(source)
        root = yaml.compose(source, Loader=LOADER)
    except yaml.YAMLError as error:
        raise RulesetError([yaml_mistake(error, source)]) from error
    return RulesetSource(root, _of_keys(root))


def yaml_mistake(error: Exception, source: str) -> Mistake:
    """What the parser says, with its place in the text."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return _marked("yaml_invalid", (), mark, reason=str(error.problem or error.context))
    if isinstance(error, yaml.reader.ReaderError):
        before = source[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Mistake("yaml_invalid", (), {"reason": str(error.reason)}, line, column)
    return Mistake("yaml_invalid", (), {"reason": str(error)})


def _require_bounds(source: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(source, Loader=LOADER)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            raise RulesetError([_marked("alias_used", (), event.start_mark)])
        if depth > MOST_DEPTH:
            raise RulesetError([_marked("too_deep", (), event.start_mark, most=MOST_DEPTH)])
        if count > MOST_EVENTS:
            raise RulesetError([_marked("too_many_entries", (), event.start_mark, most=MOST_EVENTS)])


def _of_keys(root: yaml.Node | None) -> list[Mistake]:
    """Keys that are no words, and keys that stand twice in their mapping."""
    mistakes: list[Mistake] = []
    waiting: list[tuple[Place, object]] = [((), root)]
    while waiting:
        place, node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise RulesetError([*mistakes, _marked("key_not_a_word", place, key.start_mark)])
                name = str(key.value)
                if name in seen:
                    mistakes.append(_marked("key_twice", (*place, name), key.start_mark, key=repr(name[:100])))
                seen.add(name)
                waiting.append(((*place, name), value))
        elif isinstance(node, yaml.SequenceNode):
            waiting += [((*place, index), item) for index, item in enumerate(node.value)]
    return mistakes


def _marked(code: str, place: Place, mark: _Mark | None, **params: str | int) -> Mistake:
    if mark is None:
        return Mistake(code, place, params)
    return Mistake(code, place, params, mark.line + 1, mark.column + 1)


def _below(node: object, part: str | int, mark: _Mark) -> tuple[yaml.Node | None, _Mark]:
    """What stands under a key, with the key's mark, or at a position; the mark of the whole where there is nothing."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return value, key.start_mark
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part].start_mark
    return None, mark
