"""A sender that no mail server takes is refused at start, not at the first mail."""

import pytest
from notification.settings import Settings
from pydantic import ValidationError


@pytest.mark.parametrize("sender", ["nobody", "a@b.cn\r\nBcc: c@d.cn", ""])
def test_the_sender_must_be_an_address(sender: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"mail_from": sender})
    assert Settings.model_validate({"mail_from": "desk@example.com"}).mail_from == "desk@example.com"
