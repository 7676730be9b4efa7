"""Rulesets over HTTP: import, revise, publish, retire, export; refused with places; old cases keep their version."""

from collections.abc import Callable

import pytest
import yaml
from dispatch.bootstrap import build
from dispatch.settings import Settings
from localstack.tokens import Person

from tests.integration.dispatch.desk import CLERK, Desk
from tests.integration.dispatch.rulesets import EDITOR, KNOWN_TEAMS, PUBLISHER, Author, beside
from tests.support.builders import unique
from tests.support.eventually import eventually
from tests.support.running import PATIENCE, running
from tests.unit.dispatch.builders import LEAK_TEXT, RULES

TECHNICIAN = Person(roles=["technician"], staff="technician1")
LEAKS_ARE_USAGE = KNOWN_TEAMS.replace(
    "{id: leaks, category: product_quality, weight: 3, any: [leaks, broken]}",
    "{id: drips, category: usage, weight: 3, any: [leaks], team: software, tags: [drip]}",
)


@pytest.fixture
def author(desk: Desk) -> Author:
    return Author(desk, desk.service.client)


async def test_the_rules_that_came_along_are_the_first_published_version(author: Author) -> None:
    present = await author.reads("/in-force")
    assert (present["ruleset"], present["number"], present["rules"], present["by"]) == ("tests", 7, 6, "dispatch")
    shown = await author.reads(f"/{present['id']}")
    assert (shown["status"], shown["number"], shown["note"]) == ("published", 7, "came with the service")
    assert shown["unknown_names"] == ["nobody"]
    assert shown["content"] == yaml.safe_load(RULES)
    exported = await author.sends("GET", f"/{present['id']}/export")
    assert (exported.headers["content-type"], exported.text) == ("application/yaml", RULES)
    listed = (await author.sends("GET", "?status=published")).json()["items"]
    assert [line["id"] for line in listed] == [present["id"]]


async def test_a_draft_is_imported_once_revised_and_given_up(author: Author) -> None:
    body, key = {"yaml": KNOWN_TEAMS, "note": "first try"}, unique("draft")
    made = await author.sends("POST", "", body, key=key)
    again = await author.sends("POST", "", body, key=key)
    other = await author.sends("POST", "", {**body, "note": "x"}, key=key)
    assert (made.status_code, again.json(), other.json()["code"]) == (201, made.json(), "idempotency_mismatch")
    draft = made.json()
    assert (draft["status"], draft["number"], draft["version"], draft["created"]["by"]) == (
        "draft",
        None,
        1,
        "staff:quality1",
    )
    path = f"/{draft['id']}"
    content = {**yaml.safe_load(KNOWN_TEAMS), "name": "clearer"}
    assert (await author.sends("PUT", path, {"content": content})).status_code == 428
    assert (await author.sends("PUT", path, {"content": content}, version=9)).status_code == 412
    revised = await author.sends("PUT", path, {"content": content}, version=1)
    assert (revised.status_code, revised.json()["name"], revised.json()["note"]) == (200, "clearer", "first try")
    assert yaml.safe_load((await author.sends("GET", f"{path}/export")).text) == content
    copied = await author.sends("POST", f"{path}/drafts", {}, key=unique("draft"))
    assert (copied.status_code, copied.json()["based_on"], copied.json()["content"]) == (201, draft["id"], content)
    retired = await author.sends("POST", f"{path}/retire", person=PUBLISHER, version=2)
    assert (retired.json()["status"], retired.json()["retired"]["by"]) == ("retired", "staff:marketing-director")
    for verb, suffix, sent in (
        ("PUT", "", {"content": content}),
        ("POST", "/publish", None),
        ("POST", "/retire", None),
    ):
        refused = await author.sends(verb, path + suffix, sent, person=Person(roles=["admin"], staff="root"), version=3)
        assert (refused.status_code, refused.json()["code"]) == (409, "ruleset_fixed")


BROKEN = KNOWN_TEAMS.replace("category: service", "category: weather").replace("any: [stray]", "regex: ['a+', '((a+']")


async def test_mistakes_are_told_with_their_pointers(author: Author) -> None:
    refused = await author.sends("POST", "", {"yaml": BROKEN}, key="broken")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    told = refused.json()["errors"]
    assert [(error["pointer"], error["code"], error["line"]) for error in told] == [
        ("/body/yaml/rules/4/category", "unknown_category", 13),
        ("/body/yaml/rules/5/regex/1", "pattern_invalid", 14),
    ]
    assert told[1]["message"] == "not a regular expression that RE2 knows: missing ): ((a+"
    direct = await author.sends_yaml("POST", "", BROKEN.encode(), key="broken", language="zh")
    assert (direct.status_code, direct.json()["detail"]) == (422, "规则集共有 2 处错误")
    assert [(error["pointer"], error["path"]) for error in direct.json()["errors"]] == [
        ("/body/rules/4/category", "rules[4].category"),
        ("/body/rules/5/regex/1", "rules[5].regex[1]"),
    ]
    assert direct.json()["errors"][0]["message"].startswith("未知的类别 'weather';可用: ")
    chinese = await author.sends("POST", "", {"content": {}}, key="broken", language="zh")
    assert {(error["message"], error["line"]) for error in chinese.json()["errors"]} == {("缺少必填字段", None)}
    both = await author.sends("POST", "", {"content": {}, "yaml": "a: b"}, key="broken")
    assert both.status_code == 422
    bomb = "a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]"
    assert "alias_used" in (await author.sends("POST", "", {"yaml": bomb}, key="broken")).text
    assert (await author.sends("POST", "", {"yaml": RULES * 400}, key="broken")).status_code == 422
    assert (await author.sends("POST", "", {"yaml": RULES * 3000}, key="broken")).status_code == 413


async def test_a_ruleset_travels_as_yaml(author: Author) -> None:
    source, key = f"# 规则 😀\n{KNOWN_TEAMS}  # the end\n".encode(), unique("draft")
    made = await author.sends_yaml("POST", "?note=by%20hand", source, key=key)
    assert (made.status_code, made.json()["note"]) == (201, "by hand"), made.text
    again = await author.sends("POST", "", {"yaml": source.decode(), "note": "by hand"}, key=key)
    assert again.json() == made.json()
    path = f"/{made.json()['id']}"
    for where, accept in ((path, "application/yaml"), (f"{path}/export", "application/*"), (f"{path}/export", None)):
        exported = await author.sends("GET", where, accept=accept)
        assert (exported.content, exported.headers["content-type"]) == (source, "application/yaml")
        assert (exported.headers["etag"], exported.headers["vary"]) == ('W/"1"', "Accept")
    in_again = await author.sends_yaml("POST", "", exported.content, key=unique("draft"))
    assert in_again.json()["sha256"] == made.json()["sha256"]
    as_json = await author.sends("GET", path, accept="application/yaml;q=0.1, application/json")
    assert as_json.json()["content"] == yaml.safe_load(source)
    for where, accept in ((path, "text/html"), (f"{path}/export", "application/json")):
        refused = await author.sends("GET", where, accept=accept)
        assert (refused.status_code, refused.json()["code"]) == (406, "not_acceptable")
    revised = await author.sends_yaml("PUT", path, source.replace(b"name: tests", b"name: clearer"), version=1)
    assert (revised.status_code, revised.json()["name"], revised.json()["note"]) == (200, "clearer", "by hand")


async def test_yaml_is_bounded_and_only_where_it_belongs(author: Author) -> None:
    source = KNOWN_TEAMS.encode()
    answers = [
        await author.sends_yaml("POST", "", b"name: \xff", key="bad"),
        await author.sends_yaml("POST", "", source * 2000, key="bad"),
        await author.sends_yaml("POST", "", source + b"# " + b"x" * 400_000, key="bad"),
        await author.sends_yaml("POST", "", source, key="bad", media_type="application/yaml; charset=gb18030"),
        await author.sends_yaml("POST", "", source, key="bad", media_type="text/plain"),
        await author.sends_yaml("POST", "/in-force/publish", source, version=1, person=PUBLISHER),
        await author.sends_yaml("POST", "", source),
        await author.sends_yaml("POST", "", source, key="bad", person=TECHNICIAN),
        await author.sends_yaml("POST", "", b"", key="bad"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (400, "malformed_request"),
        (413, "payload_too_large"),
        (422, "invalid_request"),
        (415, "unsupported_media_type"),
        (415, "unsupported_media_type"),
        (415, "unsupported_media_type"),
        (400, "idempotency_key_required"),
        (403, "forbidden"),
        (422, "invalid_request"),
    ]


async def test_only_who_may_writes_and_publishes(author: Author) -> None:
    draft = await author.drafts(RULES)
    answers = [
        await author.sends("POST", "", {"yaml": RULES}, person=TECHNICIAN, key="no"),
        await author.sends("POST", f"/{draft['id']}/publish", person=EDITOR, version=1),
        await author.sends("POST", f"/{draft['id']}/retire", person=EDITOR, version=1),
        await author.sends("POST", f"/{draft['id']}/publish", person=PUBLISHER),
        await author.sends("POST", f"/{draft['id']}/publish", person=PUBLISHER, version=1),
        await author.sends("POST", "/nothing/publish", person=PUBLISHER, version=1),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (403, "forbidden"),
        (403, "forbidden"),
        (403, "forbidden"),
        (428, "precondition_required"),
        (409, "ruleset_names_unknown"),
        (404, "not_found"),
    ]
    assert "nobody" in answers[4].json()["title"]


async def test_a_new_version_is_taken_up_by_every_replica_and_old_cases_keep_theirs(
    dispatch_settings: Callable[[], Settings],
) -> None:
    settings = dispatch_settings().model_copy(update={"dispatch_rules_kept_seconds": 0.2})
    async with running(settings, lambda: build(settings)) as service:
        desk = Desk(service)
        old = await desk.opens()
        async with beside(settings, desk) as elsewhere:
            assert (await elsewhere.reads("/in-force"))["number"] == 7
            published = await elsewhere.publishes(LEAKS_ARE_USAGE)
            assert (published["status"], published["number"]) == ("published", 8)
            assert (await elsewhere.reads("/in-force"))["number"] == 8
            here = Author(desk, service.client)

            async def taken_up() -> bool:
                return (await here.reads("/in-force"))["number"] == 8

            await eventually(taken_up, within=PATIENCE, what="version 8 in the other replica")
            exported = await here.sends("GET", f"/{published['id']}/export")
            assert exported.text == LEAKS_ARE_USAGE.replace("version: 7", "version: 8")
            listed = (await here.sends("GET", "?status=retired")).json()["items"]
            assert [(line["number"], line["retired"]["by"]) for line in listed] == [(7, "staff:marketing-director")]
            still = await here.sends(
                "POST", f"/{published['id']}/retire", person=PUBLISHER, version=published["version"]
            )
            assert still.json()["code"] == "ruleset_still_in_force"
        new = await desk.opens(LEAK_TEXT)
        made = (await desk.sees(new))["classification"]
        assert isinstance(made, dict)
        assert (made["rule"], made["ruleset"], made["ruleset_version"]) == ("drips", "tests", 8)
        assert (made["category"], made["team"], made["tags"]) == ("usage", "software", ["drip"])
        kept = (await desk.sees(old))["classification"]
        assert isinstance(kept, dict)
        assert (kept["rule"], kept["ruleset_version"], kept["team"]) == ("leaks", 7, "quality")
        why = (await desk.get(f"/v1/assignments/{new}/explanation", CLERK)).json()
        (decision,) = why["decisions"]
        (word,) = [found for found in decision["words"] if found["rule"] == "drips"]
        assert (word["word"], LEAK_TEXT[word["start"] : word["end"]]) == ("leaks", "leaks")
        assert [close["category"] for close in decision["close"]] == ["other"]
        assert (why["truth"], why["right"]) == (None, None)
