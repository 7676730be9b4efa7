"""Who is told about what, as data: rules, directory of staff addresses and pauses between tries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from notification.domain.notification import Language

TO_CUSTOMER: Final = "customer"
FIELD_PREFIX: Final = "event."


@dataclass(frozen=True, slots=True)
class Rule:
    """`event` (routing key) is told by `template` to `to`.

    `to` is `customer`, a field of the event that holds an address (`event.responsible`), or an address
    (`role:sales_manager`).
    """

    event: str
    template: str
    to: str

    @property
    def field(self) -> str | None:
        """The event's field that names the addressee, if the rule goes by one."""
        return self.to.removeprefix(FIELD_PREFIX) if self.to.startswith(FIELD_PREFIX) else None


@dataclass(frozen=True, slots=True)
class Entry:
    """Directory entry of a staff, role or team address; without an e-mail only the inbox is used."""

    email: str | None
    language: Language


@dataclass(frozen=True, slots=True)
class ByPhone:
    """Who calls a customer who has no e-mail, and the template that asks for it (seed 003, M9)."""

    addressee: str
    template: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything the service decides by. `timezone` is the one in which times are shown."""

    name: str
    version: int
    timezone: str
    language: Language
    retry_after_seconds: tuple[int, ...]
    by_phone: ByPhone
    rules: tuple[Rule, ...]
    directory: Mapping[str, Entry]

    def entry(self, address: str) -> Entry:
        """The directory's entry, or one without e-mail in the policy's language."""
        return self.directory.get(address) or Entry(email=None, language=self.language)


def addressee(rule: Rule, event: object) -> str | None:
    """The staff, role or team address a rule leads to; None when the event names none, or for the customer."""
    if rule.to == TO_CUSTOMER:
        return None
    if rule.field is None:
        return rule.to
    named = getattr(event, rule.field, None)
    return named if isinstance(named, str) else None
