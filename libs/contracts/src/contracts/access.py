"""Who may do what: the one table from permission to roles (roles: seed 000, tables 2-53, 2-56, 2-59; seed 001)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Role = Literal[
    "sales_clerk",
    "follow_up_clerk",
    "rnd_director",
    "rnd_project_manager",
    "sales_manager",
    "sales_director",
    "marketing_staff",
    "marketing_director",
    "marketing_vice_president",
    "quality_engineer",
    "support_engineer",
    "software_engineer",
    "technician",
    "team_lead",
    "admin",
    "integration",
]

_FRONT_DESK = frozenset({"sales_clerk", "sales_manager", "sales_director", "admin"})
_DIRECTORS = frozenset({"rnd_director", "sales_director", "marketing_director", "marketing_vice_president", "admin"})
_RESPONSIBLES = frozenset(
    {
        "sales_clerk",
        "follow_up_clerk",
        "rnd_director",
        "rnd_project_manager",
        "sales_manager",
        "quality_engineer",
        "support_engineer",
        "software_engineer",
        "technician",
        "team_lead",
        "admin",
    }
)
_MARKETING = frozenset({"marketing_staff", "marketing_director", "marketing_vice_president", "admin"})
_EVERYBODY = _FRONT_DESK | _DIRECTORS | _RESPONSIBLES | _MARKETING

PERMISSIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "case.open": _FRONT_DESK | _MARKETING | {"integration", "technician"},
        "case.read": _EVERYBODY | {"integration"},
        "case.amend": _FRONT_DESK,
        "case.withdraw": _FRONT_DESK,
        "case.reopen": _FRONT_DESK | _MARKETING,
        "assignment.read": _EVERYBODY,
        "assignment.classify": _FRONT_DESK | {"team_lead"},
        "assignment.work": _RESPONSIBLES | {"sales_director"},
        "assignment.name_responsible": frozenset({"rnd_director", "sales_manager", "team_lead", "admin"}),
        "assignment.communicate": _FRONT_DESK,
        "return.read": _EVERYBODY,
        "return.work": frozenset({"follow_up_clerk", "sales_director", "team_lead", "admin"}),
        "capa.read": _EVERYBODY,
        "capa.work": frozenset(
            {"quality_engineer", "software_engineer", "rnd_project_manager", "rnd_director", "team_lead", "admin"}
        ),
        "feed.read": _EVERYBODY,
        "figures.read": _DIRECTORS | _MARKETING | {"sales_manager", "team_lead"},
        "policy.read": _EVERYBODY,
        "ruleset.read": _EVERYBODY,
        "ruleset.edit": _DIRECTORS | {"sales_manager", "quality_engineer", "team_lead"},
        "ruleset.publish": frozenset({"admin", "marketing_director", "sales_director"}),
        "staff.write": _DIRECTORS | {"team_lead"},
        "absence.record": _EVERYBODY,
        "policy.write": frozenset({"admin", "marketing_director"}),
        "repair.read": _EVERYBODY,
        "repair.work": frozenset({"technician", "quality_engineer", "support_engineer", "team_lead", "admin"}),
        "repair.confirm": _FRONT_DESK | {"technician", "team_lead"},
        "follow_up.read": _EVERYBODY,
        "follow_up.record": _MARKETING,
        "improvement.read": _EVERYBODY,
        "improvement.answer": _RESPONSIBLES | {"sales_director"},
        "improvement.verify": frozenset({"marketing_director", "marketing_vice_president", "admin"}),
        "appraisal.read": _DIRECTORS | _MARKETING,
        "notification.read": _EVERYBODY,
        "notification.admin": frozenset({"admin"}),
    }
)
