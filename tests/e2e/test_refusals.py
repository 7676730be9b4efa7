"""Who may not do what, and what a stale or careless caller is told; in a problem, and nothing changes."""

from localstack.tokens import Person

from tests.e2e.suite import ADMIN, CLERK, SERVICE, TECHNICIAN, UNSURE, Suite, problem


async def test_a_technician_is_kept_from_what_a_manager_does(suite: Suite) -> None:
    case = await suite.open_case(UNSURE)
    waiting = await suite.assignment_is(case.id)
    path = f"/v1/assignments/{case.id}"

    classify = await suite.api.post(
        "dispatch", f"{path}/classify", {"category": "usage"}, TECHNICIAN, version=waiting.version
    )
    name = await suite.api.post(
        "dispatch", f"{path}/name-responsible", {"responsible": "staff:rnd-pm1"}, TECHNICIAN, version=waiting.version
    )
    withdraw = await suite.api.post(
        "intake", f"/v1/cases/{case.id}/withdraw", {"reason": "x"}, TECHNICIAN, version=waiting.version
    )
    appraisals = await suite.api.ask("GET", "survey", "/v1/appraisals", TECHNICIAN)
    notifications = await suite.api.ask("GET", "notification", "/v1/notifications", TECHNICIAN)

    for answer in (classify, name, withdraw, appraisals, notifications):
        assert problem(answer) == (403, "forbidden")
    assert (await suite.assignment_is(case.id)).version == waiting.version


async def test_a_colleague_of_another_team_cannot_take_the_task(suite: Suite) -> None:
    case = await suite.open_case(SERVICE)
    await suite.assignment_is(case.id)
    stranger = Person(("support_engineer",), "support1", "support")
    assert problem(await suite.try_task(case.id, "accept", stranger)) == (403, "not_responsible")


async def test_a_stale_version_changes_nothing(suite: Suite) -> None:
    case = await suite.open_case(UNSURE)
    waiting = await suite.assignment_is(case.id)
    body = {"category": "usage"}
    path = f"/v1/assignments/{case.id}/classify"
    await suite.task(case.id, "classify", CLERK, body)

    stale = await suite.api.post("dispatch", path, body, CLERK, version=waiting.version)
    without = await suite.api.post("dispatch", path, body, CLERK)

    assert problem(stale) == (412, "precondition_failed")
    assert problem(without) == (428, "precondition_required")
    assert (await suite.assignment_is(case.id)).team == "support"


async def test_nobody_gets_in_without_a_token(suite: Suite) -> None:
    for service in suite.api.urls:
        path = {"intake": "/v1/cases", "dispatch": "/v1/assignments", "repair": "/v1/repairs"}.get(service)
        path = path or {"survey": "/v1/follow-ups", "notification": "/v1/inbox"}[service]
        assert problem(await suite.api.ask("GET", service, path, None))[0] == 401
        assert (await suite.api.ask("GET", service, path, ADMIN)).status_code == 200


async def test_a_problem_speaks_the_callers_language(suite: Suite) -> None:
    path = "/v1/cases/" + "0" * 32
    zh = await suite.api.ask("GET", "intake", path, CLERK, headers={"Accept-Language": "zh"})
    en = await suite.api.ask("GET", "intake", path, CLERK, headers={"Accept-Language": "en"})
    assert problem(zh)[0] == problem(en)[0] == 404
    assert en.json()["title"].isascii()
    assert not zh.json()["title"].isascii()
