"""What a person does: one command to a public API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from localstack.demo.cast import Cast
from localstack.demo.fate import Fate
from localstack.demo.world import World
from localstack.tokens import Person


@dataclass(frozen=True)
class Deed:
    """`POST path` of `service`; `version` goes into If-Match, so that a deed on what has changed since does nothing."""

    by: Person
    service: str
    path: str
    version: int
    body: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Story:
    """A submitted complaint and what will become of it. `order` counts from 1, `number` is what people say."""

    order: int
    case_id: str
    number: str
    fate: Fate
    english: bool

    def say(self, zh: str, en: str) -> str:
        """In the customer's language."""
        return en if self.english else zh


@dataclass(frozen=True)
class Scene:
    """What a player looks at. `waited(what, seconds)`: whether `what` has been so for that long; people take time."""

    world: World
    cast: Cast
    stories: Mapping[str, Story]
    waited: Callable[[str, float], bool]
