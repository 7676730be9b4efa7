"""Request bodies of rulesets."""

from typing import Annotated, Self

from chassis.http import Instant, Paragraph, StrictModel
from pydantic import ConfigDict, Field, model_validator

from dispatch.adapters.ruleset_source import MOST_CHARACTERS
from dispatch.adapters.ruleset_text import source_of
from dispatch.domain.words import CategoryName
from dispatch.entrypoints.http.field_refusals import refused

RulesYaml = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS, description="A whole ruleset as YAML")]
MOST_CASES = 2_000
"""How many past cases one request evaluates."""


class RulesBody(StrictModel):
    """A whole ruleset, as YAML or as the same content in JSON. Its version is overwritten when it is published."""

    model_config = ConfigDict(str_strip_whitespace=False)

    yaml: RulesYaml | None = None
    content: Annotated[dict[str, object], Field(description="A whole ruleset as JSON")] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.yaml is None) == (self.content is None):
            raise refused("yaml 与 content 须且只能提供一个", "either yaml or content")
        return self

    @property
    def place(self) -> str:
        """Which of the two fields was given."""
        return "content" if self.yaml is None else "yaml"

    def source(self) -> str:
        """As YAML."""
        return source_of(self.content or {}) if self.yaml is None else self.yaml


class ImportBody(RulesBody):
    """A new draft."""

    note: Paragraph = "imported"


class ReviseBody(RulesBody):
    """Other rules for a draft; without a note the old one stays."""

    note: Paragraph | None = None


class DraftBody(StrictModel):
    """A new draft with the rules of another ruleset."""

    note: Paragraph = "made from another ruleset"


class SimulateBody(StrictModel):
    """Which past cases: opened from `from` (included) to `to` (excluded), at most `limit` of them, the oldest first.

    `category` and `team` are what the rules had decided then. `cursor` goes on where an answer ended.
    """

    since: Annotated[Instant, Field(alias="from")]
    until: Annotated[Instant, Field(alias="to")]
    limit: Annotated[int, Field(ge=1, le=MOST_CASES)] = 500
    category: CategoryName | None = None
    team: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$")] | None = None
    cursor: Annotated[str, Field(max_length=500)] | None = None

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.since >= self.until:
            raise refused("from 必须早于 to", "from must lie before to")
        return self
