"""The demonstration's people bring complaints to their end, and its reconciliation is right about them."""

from localstack.demo.complaints import Complaint
from localstack.demo.news import News
from localstack.demo.reckoning import reckon
from localstack.demo.theatre import Theatre

from tests.e2e.suite import BROKEN, SERVICE, UNSURE, Running, Suite

_OF_THESE_COMPLAINTS = {
    "complaints accepted (201)",
    "visible by their number",
    "different numbers",
    "classified",
    "closed",
    "events that a case knows twice",
    "escalations out of turn or doubled",
    "dead letters",
}
"""Checks that hold beside the cases of other tests; the rest count whole lists."""


async def test_complaints_are_played_to_their_end(stack: Running, suite: Suite) -> None:
    told: list[News] = []
    complaints = [Complaint(1, "热水器", BROKEN), Complaint(2, None, SERVICE), Complaint(3, "手机", UNSURE)]
    theatre = Theatre(suite.api, complaints, lambda _world, _stories, news: told.extend(news))

    assert await theatre.play(patience_s=90)

    stories = list(theatre.stories.values())
    reckoning = await reckon(suite.api, stories, len(complaints), stack.url("broker"))
    verdicts = {check.what: check.good for check in reckoning.checks if check.what in _OF_THESE_COMPLAINTS}
    assert verdicts == dict.fromkeys(_OF_THESE_COMPLAINTS, True)
    heard = {item.text for item in told if item.number == stories[0].number}
    assert "REJECTED by the customer: repair begins again" in heard
    assert "closed (satisfied)" in heard
    queued = [item.text for item in told if item.number == stories[2].number]
    assert any("manual queue" in text for text in queued)
    assert any(text.startswith("classified") and "staff:clerk" in text for text in queued)
