"""Rules judged on past cases: a simulation equals what publication then does; corrections make the accuracy."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from contracts.events.dispatch import CaseReclassified
from dispatch.adapters.mongo_accuracy import BY_JUDGED, accuracy_stages
from dispatch.bootstrap import build
from dispatch.settings import Settings

from tests.integration.dispatch.desk import CLERK, Desk, colleague
from tests.integration.dispatch.rulesets import KNOWN_TEAMS, Author
from tests.support.running import running

Json = dict[str, object]

CANDIDATE = KNOWN_TEAMS.replace("weight: 3, any: [leaks, broken]}", "weight: 3, any: [broken]}").replace(
    "{id: rude, category: service, weight: 3, any: [rude]}",
    "{id: rude, category: service, weight: 3, any: [rude], severity: high, priority: 2}",
)
TEXTS = [
    "the heater leaks",
    "it is broken and leaks",
    "the clerk was rude",
    "rude, and the heater leaks",
    "I want to return it",
    "something is the matter",
    "the shape of the handle",
]


@pytest.fixture
async def own_desk(dispatch_settings: Callable[[], Settings]) -> AsyncIterator[Desk]:
    """By rules alone."""
    settings = dispatch_settings().model_copy(update={"dispatch_rules_kept_seconds": 0.0, "dispatch_opinion": "off"})
    async with running(settings, lambda: build(settings)) as service:
        yield Desk(service)


@pytest.fixture
async def advised_desk(dispatch_settings: Callable[[], Settings]) -> AsyncIterator[Desk]:
    """With a second opinion."""
    settings = dispatch_settings().model_copy(update={"dispatch_rules_kept_seconds": 0.0})
    async with running(settings, lambda: build(settings)) as service:
        yield Desk(service)


def window(**more: object) -> Json:
    now = datetime.now(UTC)
    return {"from": (now - timedelta(hours=1)).isoformat(), "to": (now + timedelta(hours=1)).isoformat(), **more}


def decided(made: object) -> tuple[object, ...]:
    shown = cast("Json", made)
    return tuple(shown[name] for name in ("category", "severity", "urgency", "team", "sure", "confidence", "rule"))


async def simulated_and_published(desk: Desk, before: dict[str, str]) -> Json:
    """What a simulation told, once it is seen that publication decides the same texts so; `before` are their cases."""
    author = Author(desk, desk.service.client)
    draft = await author.drafts(CANDIDATE)
    answer = await author.sends("POST", f"/{draft['id']}/simulate", window())
    assert answer.status_code == 200, answer.text
    simulated = answer.json()
    assert (simulated["cases"], simulated["next"], simulated["sha256"]) == (len(TEXTS), None, draft["sha256"])

    published = await author.publishes(CANDIDATE)
    after = {text: await desk.opens(text) for text in TEXTS}
    old = {text: (await desk.sees(case_id)) for text, case_id in before.items()}
    first = {text: cast("list[object]", seen["earlier_classifications"]) for text, seen in old.items()}
    then = {text: decided((first[text] or [old[text]["classification"]])[0]) for text in TEXTS}
    now = {text: decided((await desk.sees(case_id))["classification"]) for text, case_id in after.items()}

    changes = {change["case_id"]: change for change in simulated["changes"]}
    assert changes.keys() == {before[text] for text in TEXTS if then[text][:5] != now[text][:5]}
    for text, case_id in before.items():
        if case_id in changes:
            assert decided(changes[case_id]["before"]) == then[text]
            assert decided(changes[case_id]["after"]) == now[text]
            assert changes[case_id]["after"]["ruleset_version"] == published["number"]
    by_hand = Counter((then[text][0], now[text][0]) for text in TEXTS)
    assert {(cell["before"], cell["after"]): cell["cases"] for cell in simulated["matrix"]} == by_hand
    assert simulated["manual_before"] == sum(not made[4] for made in then.values())
    assert simulated["manual_after"] == sum(not made[4] for made in now.values())
    return cast("Json", simulated)


async def test_a_simulation_tells_what_publication_then_does(own_desk: Desk) -> None:
    before = {text: await own_desk.opens(text) for text in TEXTS}
    await own_desk.does(before["something is the matter"], "classify", CLERK, {"category": "usage", "reason": "asks"})
    simulated = await simulated_and_published(own_desk, before)
    assert simulated["manual_before"] == simulated["manual_after"] == 2
    assert (simulated["judged"], simulated["right_before"], simulated["right_after"]) == (1, 0, 0)


async def test_a_simulation_asks_for_the_second_opinion_too(advised_desk: Desk) -> None:
    await simulated_and_published(advised_desk, {text: await advised_desk.opens(text) for text in TEXTS})


async def test_a_simulation_goes_on_in_pages_and_keeps_to_its_filters(own_desk: Desk) -> None:
    author = Author(own_desk, own_desk.service.client)
    cases = {await own_desk.opens(text) for text in TEXTS}
    draft = await author.drafts(CANDIDATE)
    path, seen, total = f"/{draft['id']}/simulate", set[str](), 0
    body = window(limit=3)
    while True:
        page = (await author.sends("POST", path, body)).json()
        seen |= {change["case_id"] for change in page["changes"]}
        total += page["cases"]
        if page["next"] is None:
            break
        body = body | {"cursor": page["next"]}
    assert total == len(TEXTS)
    whole = (await author.sends("POST", path, window())).json()
    assert seen == {change["case_id"] for change in whole["changes"]} <= cases
    quality = (await author.sends("POST", path, window(category="product_quality"))).json()
    assert {cell["before"] for cell in quality["matrix"]} == {"product_quality"}
    assert quality["cases"] == sum(c["cases"] for c in whole["matrix"] if c["before"] == "product_quality")
    assert (await author.sends("POST", path, window(team="rnd"))).json()["cases"] == 1
    backwards = await author.sends("POST", path, {"from": body["to"], "to": body["from"]})
    assert backwards.status_code == 422
    assert (await author.sends("POST", path, window(limit=5000))).status_code == 422
    assert (await author.sends("POST", path, window(cursor="nonsense"))).json()["code"] == "invalid_cursor"
    assert (await author.sends("POST", "/nothing/simulate", window())).status_code == 404


async def test_corrections_are_the_truth_that_accuracy_is_measured_by(own_desk: Desk) -> None:
    author = Author(own_desk, own_desk.service.client)
    wrong = [await own_desk.opens("it leaks and is broken") for _ in range(2)]
    wrong.append(await own_desk.opens("it leaks"))
    right, manual, unjudged = [await own_desk.opens(text) for text in ("it leaks", "no idea", "it leaks")]
    for case_id in wrong:
        answer = await own_desk.does(case_id, "reclassify", CLERK, {"category": "usage", "reason": "the tap was open"})
        assert (answer.status_code, answer.json()["team"]) == (200, "support")
    await own_desk.does(manual, "classify", CLERK, {"category": "other", "team": "sales", "reason": "so be it"})
    holder = colleague(str((await own_desk.sees(right))["responsible"]))
    await own_desk.does(right, "reply", holder, {"cause": "worn", "measure": "replace"})

    report = await author.reads(f"/accuracy{_query(grouping='week')}")
    assert (report["judged"], report["right"], report["grouping"]) == (5, 2, "week")
    rows = {row["category"]: row for row in cast("list[dict[str, object]]", report["rows"])}
    quality = rows["product_quality"]
    assert (quality["judged"], quality["right"], quality["sure"], quality["right_at_once"]) == (4, 1, 4, 1)
    assert (quality["accuracy"], quality["accuracy_when_sure"], quality["right_at_once_share"]) == (0.25, 0.25, 0.25)
    other = rows["other"]
    assert (other["judged"], other["right"], other["sure"], other["accuracy_when_sure"]) == (1, 1, 0, None)
    assert [(entry["word"], entry["rule"], entry["cases"]) for entry in cast("list[Json]", report["misleading"])] == [
        ("leaks", "leaks", 3),
        ("broken", "leaks", 2),
    ]
    assert cast("list[Json]", report["misleading"])[0]["truths"] == ["usage"]
    by_truth = await author.reads(f"/accuracy{_query(category_of='truth')}")
    assert {row["category"]: (row["judged"], row["right"]) for row in cast("list[Json]", by_truth["rows"])} == {
        "usage": (3, 0),
        "product_quality": (1, 1),
        "other": (1, 1),
    }
    why = (await own_desk.get(f"/v1/assignments/{wrong[0]}/explanation", CLERK)).json()
    assert (why["truth"], why["right"], len(why["decisions"])) == ("usage", False, 2)
    corrected = why["decisions"][1]["classification"]
    assert (corrected["by"], corrected["reason"], corrected["ruleset"]) == ("staff:clerk1", "the tap was open", None)
    assert (await own_desk.get(f"/v1/assignments/{unjudged}/explanation", CLERK)).json()["truth"] is None
    assert (await author.sends("GET", f"/accuracy{_query(words=0)}")).status_code == 422
    for since, until, code in (("2020", "2026", "report_too_long"), ("2026", "2026", "window_empty")):
        refused = await author.sends("GET", f"/accuracy?from={since}-01-01T00:00:00Z&to={until}-01-01T00:00:00Z")
        assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_accuracy_is_read_from_the_index_alone(own_desk: Desk) -> None:
    case_id = await own_desk.opens()
    await own_desk.does(case_id, "reclassify", CLERK, {"category": "usage", "reason": "was a question"})
    store = next(store for store in own_desk.service.runtime.parts.stores if store.name == "assignments")
    now = datetime.now(UTC)
    stages = accuracy_stages(now - timedelta(days=1), now + timedelta(days=1), "day", "decided", "Asia/Shanghai")
    command = {"aggregate": store.name, "pipeline": stages, "cursor": {}, "hint": BY_JUDGED.name}
    database = own_desk.service.runtime.mongo_database
    told = str(await database.command({"explain": command, "verbosity": "executionStats"}))
    assert "'IXSCAN'" in told or "'ixscan'" in told
    assert "'totalDocsExamined': 0" in told


async def test_a_corrected_class_moves_the_task_and_an_answered_case_stays(own_desk: Desk) -> None:
    moved = await own_desk.opens()
    answer = await own_desk.does(moved, "reclassify", CLERK, {"category": "return_exchange", "reason": "wants it back"})
    shown = answer.json()
    assert (shown["team"], shown["step"], shown["finished"][0]["outcome"]) == ("returns", "02A", "superseded")
    assert shown["finished"][0]["ended_at"] is not None
    answered = await own_desk.opens()
    holder = colleague(str((await own_desk.sees(answered))["responsible"]))
    await own_desk.does(answered, "reply", holder, {"cause": "worn", "measure": "replace"})
    kept = (
        await own_desk.does(answered, "reclassify", CLERK, {"category": "usage", "reason": "was a question"})
    ).json()
    assert (kept["team"], kept["status"], kept["step"]) == ("quality", "replied", "03")
    assert (kept["classification"]["category"], kept["classification"]["team"]) == ("usage", "support")
    (told,) = await own_desk.service.hears(CaseReclassified, answered)
    assert (told.category, told.team, told.previous_category) == ("usage", "quality", "product_quality")
    silent = await own_desk.does(answered, "reclassify", CLERK, {"category": "usage"})
    assert silent.status_code == 422


def _query(**more: object) -> str:
    given = {name: str(value).replace("+00:00", "Z") for name, value in window(**more).items()}
    return "?" + "&".join(f"{name}={value}" for name, value in given.items())
