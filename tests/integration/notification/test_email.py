"""From an event on the broker to a mail at the mail server: once, in the end, or told to a person."""

from contracts.events.intake import CaseAmended
from contracts.events.notification import NotificationFailed, NotificationSent
from contracts.schemas import example_of

from tests.integration.notification.mail_sink import MailSink
from tests.integration.notification.stories import Item, communicated, item, items, new_case, opened, seen
from tests.support.eventually import eventually
from tests.support.running import RunningService


async def test_an_opened_case_is_acknowledged_once(service: RunningService, mail: MailSink) -> None:
    case, address = new_case(), "chen.mei@example.com"
    for _ in range(3):
        await service.publish(opened(case), case_id=case, event_id=f"opened-{case}")
    (sent,) = await service.hears(NotificationSent, case)
    (message,) = mail.to(address)
    assert message["Subject"].startswith("我们已收到您的反馈，单号 2603-000017-4")
    text = message.get_body(("plain",))
    assert text is not None
    assert "https://service.example.com/track/4fN0cQ" in text.get_content()
    assert (sent.addressee, sent.channel, sent.attempts) == ("customer:C-1001", "email", 1)

    await service.publish(communicated(case), case_id=case)
    await service.hears(NotificationSent, case, 2)
    assert [one["Subject"].split()[0] for one in mail.to(address)] == ["我们已收到您的反馈，单号", "单号"]
    assert len({one["Message-ID"] for one in mail.to(address)}) == 2
    assert len(items(await service.get("/v1/notifications", "admin", case_id=case))) == 2


async def test_a_mail_server_that_is_away_only_delays(service: RunningService, mail: MailSink) -> None:
    await mail.stop()
    case = new_case()
    await service.publish(opened(case), case_id=case, event_id=f"opened-{case}")
    path = f"/v1/notifications/opened-{case}:customer:email"
    await service.exists(path, "admin")

    async def tried() -> Item | None:
        waiting = item(await service.get(path, "admin"))
        return waiting if waiting["attempts"] else None

    waiting = await eventually(tried)
    assert waiting is not None
    assert waiting["status"] == "queued"
    assert waiting["attempts"][0]["error"] == "server_unavailable"
    assert waiting["attempts"][0]["outcome"] == "postponed"

    await mail.start()
    (sent,) = await service.hears(NotificationSent, case)
    assert len(mail.received) == 1
    final = item(await service.get(path, "admin"))
    assert (final["status"], final["attempts"][-1]["outcome"]) == ("sent", "sent")
    assert sent.attempts == len(final["attempts"]) > 1
    assert not service.events(NotificationFailed, case)


async def test_an_unknown_mailbox_comes_back_to_the_front_desk_and_can_be_tried_again(
    service: RunningService, mail: MailSink
) -> None:
    mail.refusals["chen.mei@example.com"] = "550 no such mailbox chen.mei@example.com"
    case = new_case()
    await service.publish(opened(case), case_id=case, event_id=f"opened-{case}")
    (failed,) = await service.hears(NotificationFailed, case)
    assert failed.reason == "recipient_refused 550"
    assert mail.tries == 1

    (heard,) = [one for one in service.heard if one.data == failed]
    notice = await seen(service, f"/v1/notifications/{heard.id}:role:sales_clerk:inbox", "sales_clerk")
    assert "请电话告知" in notice["subject"]

    path = f"/v1/notifications/{failed.notification_id}"
    mail.refusals.clear()
    version = item(await service.get(path, "admin"))["version"]
    assert (await service.post(f"{path}/retry", None, "sales_clerk", version=version)).status_code == 403
    assert (await service.post(f"{path}/retry", None, "admin")).status_code == 428
    assert (await service.post(f"{path}/retry", None, "admin", version=version + 7)).status_code == 412
    assert item(await service.post(f"{path}/retry", None, "admin", version=version))["status"] == "queued"
    await service.hears(NotificationSent, case)
    again = item(await service.get(path, "admin"))
    refused = await service.post(f"{path}/retry", None, "admin", version=again["version"])
    assert (refused.status_code, refused.json()["code"]) == (409, "notification_not_failed")
    assert len(mail.received) == 1


async def test_a_customer_without_email_is_told_by_phone(service: RunningService, mail: MailSink) -> None:
    case = new_case()
    changes = {"contact_email": None, "contact_phone": "0571-8700"}
    await service.publish(opened(case, **changes), case_id=case, event_id=f"opened-{case}")
    notice = await seen(service, f"/v1/notifications/opened-{case}:customer:by_phone:inbox", "sales_clerk")
    assert notice["addressee"] == "role:sales_clerk"
    assert "0571-8700" in notice["body"]
    assert "2603-000017-4" in notice["body"]
    assert not mail.received


async def test_a_message_waits_for_the_opening_and_follows_the_correction(
    service: RunningService, mail: MailSink
) -> None:
    case = new_case()
    await service.publish(communicated(case), case_id=case)
    amended = CaseAmended.model_validate(
        {**example_of(CaseAmended), "case_id": case, "contact_email": "neu@example.com", "language": "en"}
    )
    await service.publish(amended, case_id=case)
    await service.hears(NotificationSent, case)
    (message,) = mail.received
    assert message["To"].addresses[0].addr_spec == "neu@example.com"
    assert message["Subject"] == "What we will do about 2603-000017-4"
