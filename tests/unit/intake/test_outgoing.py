"""Domain facts become the contracts' events, complete."""

from datetime import timedelta

import pytest
from contracts.events.intake import CaseAmended, CaseClosed, CaseOpened, CaseReopened, CaseWithdrawn
from contracts.payload import Payload
from intake.domain.case import Amended, Closed, Fact, Opened, Reopened, Withdrawn
from intake.outgoing import outgoing

from tests.support.builders import ARRIVED
from tests.unit.intake.cases import BY, CASE_ID, DETAILS, case

AT = ARRIVED + timedelta(minutes=1)
FACTS: list[tuple[Fact, type[Payload], dict[str, object]]] = [
    (
        Opened(case(), "/v1/track/t"),
        CaseOpened,
        {"tracking_path": "/v1/track/t", "opened_at": ARRIVED, "recorded_by": BY, "channel": "hotline"},
    ),
    (
        Amended(case(), ("place",), BY, AT),
        CaseAmended,
        {"changed": ["place"], "amended_by": BY, "amended_at": AT},
    ),
    (Withdrawn(case(round=2), "r", BY, AT), CaseWithdrawn, {"round": 2, "reason": "r", "withdrawn_by": BY}),
    (Reopened(case(round=3), "r", BY, AT), CaseReopened, {"round": 3, "reason": "r", "reopened_by": BY}),
    (Closed(case(), "no_feedback", AT), CaseClosed, {"outcome": "no_feedback", "customer_id": "C-1001"}),
]


@pytest.mark.parametrize(("fact", "event", "expected"), FACTS, ids=lambda value: getattr(value, "TYPE", None))
def test_a_fact_is_told(fact: Fact, event: type[Payload], expected: dict[str, object]) -> None:
    sent = outgoing(CASE_ID, fact)
    assert (type(sent.payload), sent.correlation) == (event, CASE_ID)
    told = sent.payload.model_dump()
    assert told["case_id"] == CASE_ID
    assert told["number"] == "2603-000017-4"
    assert {name: told[name] for name in expected} == expected
    assert event.model_validate_json(sent.payload.model_dump_json()) == sent.payload


def test_the_opening_carries_the_whole_description() -> None:
    told = outgoing(CASE_ID, Opened(case(), "/v1/track/t")).payload.model_dump()
    for part, prefix in ((DETAILS.customer, "customer"), (DETAILS.contact, "contact"), (DETAILS.product, "product")):
        for name in part.__slots__:
            assert told[f"{prefix}_{name}"] == getattr(part, name)
    for name in ("order_number", "description", "occurred_at", "place", "remedy", "severity", "language"):
        assert told[name] == getattr(DETAILS, name)
