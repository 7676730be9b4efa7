"""Rules from a draft to force, judged by people, over the whole suite."""

from datetime import UTC, datetime, timedelta

from tests.e2e.suite import ADMIN, CLERK, MARKETING_DIRECTOR, Suite
from tests.support.builders import unique
from tests.support.eventually import eventually

RULESETS = "/v1/rulesets"
DEAR = """rules:
  - {id: dear-order, category: service, priority: 1, regex: ['订单.{0,4}特批'], urgency: high, tags: [dear],
     where: {amount: {at_least: 100000000}, currency: CNY, customer_grade: A}}
"""
TEXT = "这个订单需要特批"
ORDER = {"order_number": "SO-9", "order_amount": 123_456_789, "order_currency": "CNY"}
BUYER = {"code": "C-9", "name": "Dear Buyer", "grade": "A"}


async def test_a_new_rule_is_tried_published_and_corrected(suite: Suite) -> None:
    before = await suite.open_case(TEXT, customer=BUYER, **ORDER)
    read = await suite.assignment_is(before.id)
    assert read.classification.category != "service"

    present = (await suite.api.ask("GET", "dispatch", f"{RULESETS}/in-force", CLERK)).json()
    source = (await suite.api.ask("GET", "dispatch", f"{RULESETS}/{present['id']}/export", CLERK)).text
    body = {"yaml": source.replace("rules:\n", DEAR, 1), "note": "dear orders need the sales team at once"}
    drafted = await suite.api.post("dispatch", RULESETS, body, MARKETING_DIRECTOR, key=unique("rules"))
    assert drafted.status_code == 201, drafted.text
    path = f"{RULESETS}/{drafted.json()['id']}"

    now = datetime.now(UTC)
    window = {"from": (now - timedelta(days=1)).isoformat(), "to": (now + timedelta(days=1)).isoformat(), "limit": 2000}
    simulated = (await suite.api.post("dispatch", f"{path}/simulate", window, MARKETING_DIRECTOR)).json()
    change = next(change for change in simulated["changes"] if change["case_id"] == before.id)
    assert (change["after"]["category"], change["after"]["rule"]) == ("service", "dear-order")

    published = await suite.api.post("dispatch", f"{path}/publish", None, MARKETING_DIRECTOR, version=1)
    assert published.status_code == 200, published.text
    number = published.json()["number"]
    assert number == present["number"] + 1

    async def decided_by_the_new_rules() -> str | None:
        case = await suite.open_case(TEXT, customer=BUYER, **ORDER)
        made = await _explained(suite, case.id)
        return case.id if made["ruleset_version"] == number else None

    case_id = await eventually(decided_by_the_new_rules, within=20, what=f"rules {number} in force")
    assert case_id is not None
    made = await _explained(suite, case_id)
    assert (made["category"], made["rule"], made["urgency"], made["tags"]) == (
        "service",
        "dear-order",
        "high",
        ["dear"],
    )
    assert (await _explained(suite, before.id))["ruleset_version"] == present["number"]

    moved = await suite.task(case_id, "reclassify", CLERK, {"category": "delivery", "reason": "客户问的是交货"})
    assert moved.classification.category == "delivery"
    seen = await suite.case_is(case_id, lambda found: found.category == "delivery")
    assert seen.team == moved.team
    query = {name: str(window[name]).replace("+00:00", "Z") for name in ("from", "to")}
    report = (await suite.api.ask("GET", "dispatch", f"{RULESETS}/accuracy", ADMIN, query)).json()
    row = next(row for row in report["rows"] if row["category"] == "service")
    assert row["judged"] > row["right"]
    assert "dear-order" in {entry["rule"] for entry in report["misleading"]}


async def _explained(suite: Suite, case_id: str) -> dict[str, object]:
    """The rules' own decision, with everything that led to it."""
    await suite.assignment_is(case_id)
    answer = await suite.api.ask("GET", "dispatch", f"/v1/assignments/{case_id}/explanation", CLERK)
    decision: dict[str, object] = answer.json()["decisions"][0]["classification"]
    return decision
