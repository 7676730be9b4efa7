"""The message on the wire: whatever the texts hold, headers stay whole and the text arrives."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.headerregistry import AddressHeader
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st
from notification.adapters.mail_message import compose, message_id, one_line
from notification.domain.notification import Notification, Recipient

from tests.unit.notification.builders import NOW, email

SENDER = Recipient("service@aftersales.example.com", "售后服务")


def wired(notification: Notification, recipient: Recipient | None = None) -> EmailMessage:
    composed = compose(notification, recipient or Recipient("chen.mei@example.com", "陈梅"), SENDER, NOW)
    parsed = message_from_bytes(composed.as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(message: EmailMessage, subtype: str) -> str:
    found = message.get_body((subtype,))
    assert found is not None
    content: str = found.get_content()
    return content.replace("\r\n", "\n")


def test_chinese_text_and_names_arrive() -> None:
    parsed = wired(replace(email(), subject="已收到：2603", body="您好\n\n查看进度：https://x.example/t?a=1&b=2"))
    assert parsed["Subject"] == "已收到：2603"
    assert parsed["To"].addresses[0].display_name == "陈梅"
    assert parsed["From"].addresses[0].addr_spec == "service@aftersales.example.com"
    assert parsed["Date"].datetime == NOW
    assert part(parsed, "plain") == "您好\n\n查看进度：https://x.example/t?a=1&b=2\n"
    assert '<a href="https://x.example/t?a=1&amp;b=2">' in part(parsed, "html")


def test_markup_in_texts_is_text() -> None:
    body = part(wired(replace(email(), body='<script>alert(1)</script> https://x.example/"onclick="y')), "html")
    assert "<script>" not in body
    assert 'onclick="' not in body


def test_the_message_id_stays_with_the_notification() -> None:
    first, second = wired(email()), wired(replace(email(), subject="again"))
    assert first["Message-ID"] == second["Message-ID"] == message_id("e-1:customer:email", SENDER)
    assert first["Message-ID"] != wired(replace(email(), id="e-2:customer:email"))["Message-ID"]
    assert str(first["Message-ID"]).endswith("@aftersales.example.com>")


HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type",
}  # fmt: skip
hostile = st.text(alphabet=st.one_of(st.characters(), st.sampled_from('\r\n\0,;<>@"\\:')), max_size=60)


@given(subject=hostile, body=hostile, name=hostile)
def test_no_text_breaks_out_of_its_header(subject: str, body: str, name: str) -> None:
    parsed = wired(replace(email(), subject=subject, body=body), Recipient("chen.mei@example.com", name))
    assert set(parsed.keys()) == HEADERS
    assert isinstance(parsed["To"], AddressHeader)
    assert [one.addr_spec for one in parsed["To"].addresses] == ["chen.mei@example.com"]
    assert "\n" not in str(parsed["Subject"])


@given(text=hostile)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
