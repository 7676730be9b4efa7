"""The worklist page by page, and the policy in force."""

import asyncio
from datetime import datetime

from tests.integration.dispatch.desk import CLERK, Desk


async def test_the_worklist_goes_by_due_time_page_by_page(desk: Desk) -> None:
    cases = set(await asyncio.gather(*(desk.opens("I want a refund") for _ in range(5))))
    seen: list[dict[str, str]] = []
    cursor: str | None = None
    while True:
        more: dict[str, str | int] = {} if cursor is None else {"cursor": cursor}
        page = (await desk.get("/v1/assignments", CLERK, team="returns", limit=2, **more)).json()
        assert len(page["items"]) <= 2
        seen += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    ids = [line["id"] for line in seen]
    running = [line["left_seconds"] is not None for line in seen]
    dues = [datetime.fromisoformat(line["due_at"]) for line in seen if line["left_seconds"] is not None]
    assert cases <= set(ids)
    assert len(ids) == len(set(ids))
    assert dues == sorted(dues)
    assert len(dues) >= 5
    assert running == sorted(running, reverse=True), "what has no running clock comes last"


async def test_the_policy_in_force_is_shown_with_its_version_and_hash(desk: Desk) -> None:
    teams = (await desk.get("/v1/teams", CLERK)).json()
    levels = (await desk.get("/v1/service-levels", CLERK)).json()
    rules = (await desk.get("/v1/rulesets/in-force", CLERK)).json()
    assert (teams["policy"], teams["version"], teams["sha256"]) == ("tests", 4, levels["sha256"])
    assert {team["id"] for team in teams["items"]} == {"returns", "rnd", "sales", "quality", "support", "software"}
    director = next(person for team in teams["items"] for person in team["staff"] if "rnd_director" in person["roles"])
    assert (director["address"], director["takes_turns"]) == ("staff:rnd-director", False)
    assert {row["step"]: row["limit_seconds"] for row in levels["items"][:6]} == {
        "01": 7200,
        "02A": 28800,
        "02B": 14400,
        "02C": 28800,
        "reply": 28800,
        "03": 14400,
    }
    assert (rules["ruleset"], rules["number"], len(rules["sha256"])) == ("tests", 7, 64)
