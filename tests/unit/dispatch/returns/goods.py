"""Returns at the points of their life that tests start from; an hour of the tests' policy lasts an hour of the day."""

from datetime import UTC, datetime, timedelta
from functools import cache

from dispatch.domain.frozen_calendar import freeze_calendar
from dispatch.domain.returns import moves
from dispatch.domain.returns.entitlement import ClaimFacts, LegalFloor, Promise, ServicePolicy
from dispatch.domain.returns.goods_return import RETURN_STAGES, GoodsReturn, ReturnMatter
from dispatch.domain.returns.policy import ReturnPolicy
from dispatch.domain.service_level import Escalation
from dispatch.domain.stages import Stage
from worktime import AROUND_THE_CLOCK, to_spec

from tests.unit.dispatch.builders import CASE, NUMBER, OPENED, person

CLERK = person("gendan1", "follow_up_clerk", team="returns")
SERVICE = ServicePolicy(
    LegalFloor(return_days=7, exchange_days=15, repair_days=365, failed_repairs=2),
    (
        Promise("first", "2020-01-01", 10, 20, 400, 2, serious_only=True),
        Promise("second", "2026-01-01", 15, 30, 730, 1, serious_only=False),
    ),
)
HOURS = {"decide": 8, "receive": 80, "inspect": 8, "complete": 16}


@cache
def stages() -> tuple[Stage, ...]:
    """Around the clock; a reminder at half of the limit, then two levels."""
    calendar = freeze_calendar(to_spec(AROUND_THE_CLOCK))
    chain = (Escalation(1.0, "role:team_lead"), Escalation(1.5, "role:sales_director"))
    return tuple(Stage(name, HOURS[name] * 3600, calendar, (0.5,), chain) for name in RETURN_STAGES)


def policy() -> ReturnPolicy:
    """The tests' own."""
    return ReturnPolicy("tests", 1, "Asia/Shanghai", stages(), SERVICE, pause_while_expected="waiting_for_shipment")


def after(hours: float) -> datetime:
    """So many hours after the case was opened."""
    return (OPENED + timedelta(hours=hours)).astimezone(UTC)


def matter() -> ReturnMatter:
    """A heater that comes back."""
    return ReturnMatter(CASE, NUMBER, 1, "returns", CLERK.address, "C-1", "Pump Works", "I want to return it")


def asked(**more: object) -> ClaimFacts:
    """A return asked for on the fifth day after the sale."""
    values: dict[str, object] = {"wanted": "return", "asked_on": "2026-03-06", "sold_on": "2026-03-01", **more}
    return ClaimFacts(**values)  # type: ignore[arg-type]  # names are checked by the dataclass


def opened() -> GoodsReturn:
    """Nobody has decided."""
    return moves.open_return(matter(), "return", "2026-03-02", stages(), now=OPENED)[0]


def expected() -> GoodsReturn:
    """Authorised after an hour, for a reason."""
    return moves.authorise(opened(), "a good customer", CLERK, goodwill=False, now=after(1))[0]


def received() -> GoodsReturn:
    """The goods came after two hours."""
    return moves.receive(expected(), "box open", CLERK, now=after(2))[0]


def inspected() -> GoodsReturn:
    """Looked at after three hours."""
    return moves.inspect(received(), "seal torn", CLERK, fault_confirmed=True, now=after(3))[0]


def completed() -> GoodsReturn:
    """Exchanged after four hours."""
    return moves.complete(inspected(), "exchanged", "a new unit", CLERK, now=after(4))[0]


def refused() -> GoodsReturn:
    """Refused after an hour."""
    return moves.refuse(opened(), "too late", CLERK, now=after(1))[0]


def dropped() -> GoodsReturn:
    """Waived after an hour."""
    return moves.drop(opened(), "kept", now=after(1))[0]
