"""Who is told about what, as data: rules, directory of staff addresses and pauses between tries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from notification.domain.notification import Language

TO_CUSTOMER: Final = "customer"
TEAM_LEAD: Final = "role:team_lead"
"""Means the lead of the team that an event names, never the leads of all teams."""
FIELD_PREFIX: Final = "event."


@dataclass(frozen=True, slots=True)
class Rule:
    """`event` (routing key) is told by `template` to `to`.

    `to` is `customer`, a field of the event that holds an address (`event.responsible`), or an address
    (`role:sales_manager`). `levels` are those of an escalation that the rule is about; empty: every one.
    """

    event: str
    template: str
    to: str
    levels: tuple[int, ...] = ()

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
class TeamLeads:
    """`teams` have a lead. What another team's lead would have got goes to `otherwise`, wrapped in `template`."""

    teams: frozenset[str]
    otherwise: str
    template: str


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a message goes to; `wrapped_by` is the template that says why it is not the one who was meant, if so."""

    address: str
    wrapped_by: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything the service decides by. `timezone` is the one in which times are shown."""

    name: str
    version: int
    timezone: str
    language: Language
    retry_after_seconds: tuple[int, ...]
    by_phone: ByPhone
    team_leads: TeamLeads
    rules: tuple[Rule, ...]
    directory: Mapping[str, Entry]

    def entry(self, address: str) -> Entry:
        """The directory's entry, or one without e-mail in the policy's language."""
        return self.directory.get(address) or Entry(email=None, language=self.language)

    def addressed(self, rule: Rule, event: object) -> Addressed | None:
        """The staff, role or team address a rule leads to.

        None for the customer, when the event names nobody, and when its `level` is none of the rule's.
        """
        if rule.to == TO_CUSTOMER or (rule.levels and getattr(event, "level", None) not in rule.levels):
            return None
        named = rule.to if rule.field is None else getattr(event, rule.field, None)
        if not isinstance(named, str):
            return None
        return Addressed(named) if named != TEAM_LEAD else self._lead_of(getattr(event, "team", None))

    def _lead_of(self, team: object) -> Addressed:
        leads = self.team_leads
        if isinstance(team, str) and team in leads.teams:
            return Addressed(lead_of(team))
        return Addressed(leads.otherwise, wrapped_by=leads.template)


def lead_of(team: str) -> str:
    """The address of one team's lead, such as `role:team_lead.returns`."""
    return f"{TEAM_LEAD}.{team}"
