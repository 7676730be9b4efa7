"""Base of all event payloads."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict, JsonValue

from contracts.vocabulary import NAME_MAX, TEXT_MAX

Name = Annotated[str, Field(min_length=1, max_length=NAME_MAX)]
Text = Annotated[str, Field(max_length=TEXT_MAX)]
Address = Annotated[str, Field(pattern=r"^(role|team|staff|customer):[^\s:]{1,200}$")]
"""Whom something is for: `role:sales_director`, `team:returns`, `staff:<id>`, `customer:<id>`."""
Instant = AwareDatetime


def example(**fields: JsonValue) -> ConfigDict:
    """Model configuration that carries the contract's example; a test validates it."""
    examples: JsonDict = {"examples": [dict(fields)]}
    return ConfigDict(json_schema_extra=examples)


class Payload(BaseModel):
    """What happened, in the past tense; flat. `TYPE` and `VERSION` name it on the wire, `PUBLISHER` its one source.

    A version only ever gains optional fields, so a reader ignores what it does not know.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    TYPE: ClassVar[str]
    VERSION: ClassVar[int] = 1
    PUBLISHER: ClassVar[str]

    @classmethod
    def routing_key(cls) -> str:
        """Routing key on the topic exchange, such as `case.opened.v1`."""
        return f"{cls.TYPE}.v{cls.VERSION}"

    @classmethod
    def type_name(cls) -> str:
        """CloudEvents type, such as `aftersales.case.opened.v1`."""
        return f"aftersales.{cls.routing_key()}"


class CasePayload(Payload):
    """An event that belongs to one case."""

    case_id: Name
    number: Name
