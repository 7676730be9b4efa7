"""Ids of notifications are stable, apart from each other, and fit into a path."""

import re

from hypothesis import given
from hypothesis import strategies as st
from notification.domain.identity import notification_id
from notification.domain.notification import Channel

PATH = re.compile(r"^[A-Za-z0-9:._-]{1,200}$")
texts = st.text(min_size=1, max_size=220)


def test_readable_where_possible() -> None:
    assert notification_id("e-1", "role:sales_clerk", "inbox") == "e-1:role:sales_clerk:inbox"


@given(event=texts, slot=texts, channel=st.sampled_from(["inbox", "email"]))
def test_any_address_fits_into_a_path(event: str, slot: str, channel: Channel) -> None:
    made = notification_id(event, slot, channel)
    assert PATH.fullmatch(made)
    assert made == notification_id(event, slot, channel)


@given(slots=st.lists(texts, min_size=2, max_size=5, unique=True))
def test_addressees_stay_apart(slots: list[str]) -> None:
    assert len({notification_id("e-1", slot, "inbox") for slot in slots}) == len(slots)
