"""The three lines of P1 and the manual queue: who gets what, under which clock."""

from tests.e2e.suite import CLERK, DESIGN, RETURN, RND_DIRECTOR, UNSURE, Suite, problem, staff


async def test_a_return_goes_to_an_order_follow_up_clerk(suite: Suite) -> None:
    case = await suite.open_case(RETURN, remedy="return", order_number="SO-778")
    assignment = await suite.assignment_is(case.id, lambda seen: seen.status == "assigned")

    assert (assignment.classification.category, assignment.team, assignment.step) == (
        "return_exchange",
        "returns",
        "02A",
    )
    assert assignment.running is not None
    assert assignment.running.limit_seconds == 8 * 60
    assert assignment.responsible in ("staff:gendan1", "staff:gendan2", "staff:gendan3")

    clerk = staff(assignment.responsible, "follow_up_clerk", team="returns")
    await suite.work_off(case.id, clerk)
    await suite.task(case.id, "resolve", clerk, {"resolution": "已退款"})
    await suite.ask_customer(case.id, 1, "satisfied")
    closed = await suite.case_is(case.id, lambda seen: seen.status == "closed")
    assert closed.team == "returns"


async def test_a_design_complaint_waits_for_its_project_manager(suite: Suite) -> None:
    case = await suite.open_case(DESIGN)
    assignment = await suite.assignment_is(case.id, lambda seen: seen.status == "assigned")
    assert (assignment.team, assignment.step, assignment.responsible) == ("rnd", "02B", "role:rnd_director")
    refused = await suite.try_task(case.id, "reply", RND_DIRECTOR, {"cause": "x", "measure": "y"})
    assert problem(refused) == (409, "responsible_not_named")

    named = await suite.task(case.id, "name-responsible", RND_DIRECTOR, {"responsible": "staff:rnd-pm1"})

    assert (named.step, named.responsible) == ("reply", "staff:rnd-pm1")
    manager = staff("staff:rnd-pm1", "rnd_project_manager", team="rnd")
    message = (await suite.messages(manager, case.id, 1))[0]
    assert (message.event_type, message.language) == ("task.assigned", "zh")
    await suite.work_off(case.id, manager)
    done = await suite.task(case.id, "resolve", manager, {"resolution": "下一版改进"})
    assert [run.step for run in done.finished] == ["02B", "reply", "03"]
    await suite.ask_customer(case.id, 1, "satisfied")
    assert (await suite.case_is(case.id, lambda seen: seen.status == "closed")).team == "rnd"


async def test_an_unsure_case_waits_for_a_clerk_under_the_clock_of_step_01(suite: Suite) -> None:
    case = await suite.open_case(UNSURE)
    waiting = await suite.assignment_is(case.id)
    assert (waiting.status, waiting.step, waiting.responsible) == (
        "awaiting_classification",
        "01",
        "role:sales_clerk",
    )
    assert waiting.running is not None
    assert waiting.running.limit_seconds == 2 * 60
    assert not waiting.classification.sure
    queue = await suite.api.ask("GET", "dispatch", "/v1/assignments", CLERK, {"status": "awaiting_classification"})
    assert case.number in [line["number"] for line in queue.json()["items"]]

    await suite.task(case.id, "classify", CLERK, {"category": "usage", "reason": "客户不会用"})

    classified = await suite.case_is(case.id, lambda seen: seen.status == "assigned")
    assert (classified.category, classified.team) == ("usage", "support")
    assignment = await suite.assignment_is(case.id)
    assert (assignment.classification.by, assignment.classification.sure) == ("staff:clerk1", True)
    assert [(run.step, run.outcome) for run in assignment.finished] == [("01", "met")]


async def test_a_clerk_cannot_route_to_a_team_that_does_not_exist(suite: Suite) -> None:
    case = await suite.open_case(UNSURE)
    waiting = await suite.assignment_is(case.id)
    refused = await suite.try_task(case.id, "classify", CLERK, {"category": "usage", "team": "nowhere"})
    assert problem(refused) == (422, "unknown_team")
    assert (await suite.assignment_is(case.id)).version == waiting.version
