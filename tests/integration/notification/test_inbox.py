"""The inbox of a person: what is for them, newest first, read once."""

from datetime import UTC, datetime

from localstack.tokens import Person, issue

from tests.integration.notification.mail_sink import MailSink
from tests.integration.notification.stories import assigned, item, items, new_case
from tests.support.eventually import eventually
from tests.support.running import RunningService


async def given_tasks(service: RunningService, responsible: str, count: int) -> list[str]:
    """Ids of messages about `count` tasks, in the order of their creation."""
    made: list[str] = []
    for _ in range(count):
        case = new_case()
        event_id = await service.publish(assigned(case, responsible), case_id=case)
        made.append(f"{event_id}:{responsible}:inbox")
        await service.exists(f"/v1/notifications/{made[-1]}", "admin")
    return made


async def test_newest_first_page_by_page(service: RunningService) -> None:
    made = await given_tasks(service, "role:technician", 5)
    seen: list[str] = []
    parameters: dict[str, str | int] = {"limit": 2}
    for _ in range(3):
        answer = await service.get("/v1/inbox", "technician", **parameters)
        seen += [one["id"] for one in items(answer)]
        parameters["cursor"] = answer.json()["next"] or ""
    assert answer.json()["next"] is None
    assert seen == made[::-1]


async def test_only_what_is_for_the_caller(service: RunningService) -> None:
    (made,) = await given_tasks(service, "role:rnd_director", 1)
    assert items(await service.get("/v1/inbox", "follow_up_clerk")) == []
    assert [one["id"] for one in items(await service.get("/v1/inbox", "follow_up_clerk", "rnd_director"))] == [made]
    foreign = await service.get(f"/v1/notifications/{made}", "follow_up_clerk")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not_found")
    assert (await service.post(f"/v1/notifications/{made}/read", None, "follow_up_clerk", version=1)).status_code == 404
    assert (await service.get("/v1/inbox")).status_code == 401


async def test_what_is_for_a_teams_lead_only_that_lead_reads(service: RunningService) -> None:
    case = new_case()
    event_id = await service.publish(assigned(case, "role:team_lead", team="returns"), case_id=case)
    made = f"{event_id}:role:team_lead.returns:inbox"
    await service.exists(f"/v1/notifications/{made}", "admin")

    async def reads(team: str) -> bool:
        token = issue(Person(("team_lead",), f"{team}-lead", team), service.key, datetime.now(UTC))
        headers = {"Authorization": f"Bearer {token}"}
        listed = items(await service.client.get("/v1/inbox", headers=headers))
        alone = await service.client.get(f"/v1/notifications/{made}", headers=headers)
        assert (alone.status_code == 200) is (made in [one["id"] for one in listed])
        return alone.status_code == 200

    assert await reads("returns")
    assert not await reads("quality")


async def test_read_once_with_the_right_version(service: RunningService) -> None:
    (made,) = await given_tasks(service, "staff:support_engineer", 1)
    path = f"/v1/notifications/{made}/read"
    assert (await service.post(path, None, "support_engineer")).status_code == 428
    assert (await service.post(path, None, "support_engineer", version=9)).status_code == 412
    read = await service.post(path, None, "support_engineer", version=1)
    assert read.headers["ETag"] == '"2"'
    assert (item(read)["status"], item(read)["read_by"]) == ("read", "staff:support_engineer")
    again = await service.post(path, None, "support_engineer", version=2)
    assert (again.status_code, again.json()["code"]) == (409, "notification_already_read")
    assert "staff:support_engineer" in again.json()["title"]
    assert items(await service.get("/v1/inbox", "support_engineer", unread="true")) == []
    assert len(items(await service.get("/v1/inbox", "support_engineer"))) == 1


async def test_staff_with_an_address_get_mail_too_and_the_case_hears_nothing(
    service: RunningService, mail: MailSink
) -> None:
    (made,) = await given_tasks(service, "staff:tang", 1)
    (message,) = await eventually(lambda: mail.to("tang@example.com"))
    unfolded = message["Subject"].strip()  # a long subject begins on a line of its own (RFC 5322, section 2.2.3)
    assert unfolded.startswith("New task: 2603-000017-4")
    case = item(await service.get(f"/v1/notifications/{made}", "admin"))["case_id"]
    by_mail = f"/v1/notifications/{made.removesuffix('inbox')}email"
    await eventually(lambda: is_sent(service, by_mail))
    assert [one.type for one in service.heard if one.correlationid == case] == ["aftersales.task.assigned.v1"]


async def is_sent(service: RunningService, path: str) -> bool:
    return item(await service.get(path, "admin"))["status"] == "sent"


async def test_administrators_find_by_status_channel_case_and_addressee(service: RunningService) -> None:
    first, second = await given_tasks(service, "role:quality_engineer", 2)
    found = items(await service.get("/v1/notifications", "admin", addressee="role:quality_engineer", channel="inbox"))
    assert [one["id"] for one in found] == [second, first]
    assert items(await service.get("/v1/notifications", "admin", case_id=found[1]["case_id"])) == [found[1]]
    assert items(await service.get("/v1/notifications", "admin", status="failed")) == []
    assert (await service.get("/v1/notifications", "team_lead")).status_code == 403
    for wrong in ({"status": "lost"}, {"channel": "pigeon"}, {"limit": 0}, {"cursor": "x"}):
        answer = await service.get("/v1/notifications", "admin", **wrong)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
