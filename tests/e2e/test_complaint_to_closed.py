"""A complaint on its whole way: recorded, classified, routed, answered, told, resolved, asked about, closed."""

from tests.e2e.suite import CLERK, ENGLISH_READER, SERVICE, SOFTWARE, Suite, staff
from tests.support.eventually import eventually


async def test_a_satisfied_customer_closes_the_case(suite: Suite) -> None:
    case = await suite.open_case(SERVICE)
    assignment = await suite.assignment_is(case.id, lambda seen: seen.status == "assigned")
    assert (assignment.classification.category, assignment.team, assignment.step) == ("service", "sales", "02C")
    assert assignment.responsible in ("staff:sales1", "staff:sales2")
    responsible = staff(assignment.responsible, "sales_manager", team="sales")

    await suite.work_off(case.id, responsible)
    told = await suite.case_is(case.id, lambda seen: seen.status == "responded")
    assert (told.team, told.step, told.due_at) == ("sales", None, None)
    await suite.task(case.id, "resolve", responsible, {"resolution": "已道歉并补偿"})
    follow_up = await suite.ask_customer(case.id, 1, "very_satisfied")

    assert follow_up.satisfied is True
    closed = await suite.case_is(case.id, lambda seen: seen.status == "closed")
    assert (closed.outcome, closed.round, closed.responsible) == ("satisfied", 1, assignment.responsible)
    assert closed.number == (await suite.case(case.number)).number
    ended = await suite.assignment_is(case.id, lambda seen: seen.status == "closed")
    assert [(run.step, run.outcome) for run in ended.finished] == [("02C", "met"), ("03", "met")]
    assert [box.box for box in ended.boxes] == ["description", "classification", "cause", "measure", "feedback"]


async def test_customer_and_responsible_hear_of_it_once_each_in_their_language(suite: Suite) -> None:
    case = await suite.open_case(SERVICE, contact={"email": "once@example.com"}, language="en")
    assignment = await suite.assignment_is(case.id)
    assert assignment.responsible is not None
    responsible = staff(assignment.responsible, "sales_manager", team="sales")
    await suite.work_off(case.id, responsible)
    await suite.task(case.id, "resolve", responsible, {"resolution": "done"})

    def subjects() -> list[str]:
        return [str(mail["subject"]) for mail in suite.mails_to("once@example.com")]

    await eventually(lambda: len(subjects()) == 3, what="three e-mails")
    assert len(set(subjects())) == 3
    assert all(case.number in subject and subject.isascii() for subject in subjects())
    acknowledgement = next(mail for mail in suite.mails_to("once@example.com"))
    assert case.tracking_url in str(acknowledgement["text"])

    mine = await suite.messages(responsible, case.id, 1)
    assert [(item.event_type, item.language, item.addressee) for item in mine] == [
        ("task.assigned", "zh", assignment.responsible)
    ]
    desk = await suite.messages(CLERK, case.id, 1)
    assert [item.event_type for item in desk] == ["task.assigned"]


async def test_a_responsible_who_reads_english_is_written_to_in_english(suite: Suite) -> None:
    async def taken_by_the_reader() -> str | None:
        case = await suite.open_case(SOFTWARE)
        assignment = await suite.assignment_is(case.id)
        assert assignment.team == "software"
        return case.id if assignment.responsible == ENGLISH_READER else None

    case_id = await eventually(taken_by_the_reader, what="the turn of the English reader")
    assert case_id is not None
    reader = staff(ENGLISH_READER, "software_engineer", team="software")

    message = (await suite.messages(reader, case_id, 1))[0]
    assert (message.language, message.subject[:8]) == ("en", "New task")


async def test_the_tracking_link_shows_the_public_timeline_and_nothing_internal(suite: Suite) -> None:
    case = await suite.open_case(SERVICE)
    assignment = await suite.assignment_is(case.id)
    assert assignment.responsible is not None
    await suite.work_off(case.id, staff(assignment.responsible, "sales_manager", team="sales"))
    await suite.case_is(case.id, lambda seen: seen.status == "responded")
    path = case.tracking_url.removeprefix(suite.api.urls["intake"])

    answer = await suite.api.ask("GET", "intake", path, None)

    assert answer.status_code == 200
    seen = answer.json()
    assert (seen["number"], seen["status"]) == (case.number, "responded")
    happened = [entry["what"] for entry in seen["timeline"]]
    work = [what for what in happened if what != "notification.sent"]  # the post goes its own way, sooner or later
    assert work[:3] == ["case.opened", "task.assigned", "task.accepted"]
    assert "task.communicated" in happened
    assert "task.replied" not in happened
    for internal in ("staff:", "role:", "密封圈", "mail-", "C-1001"):
        assert internal not in answer.text
    forged = f"{path[:-1]}{'0' if path[-1] != '0' else '1'}"
    assert (await suite.api.ask("GET", "intake", forged, None)).status_code == 404
