"""Complaints for the load: for every team, for the manual queue, with and without an e-mail address."""

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.chaos.ledger import PERSONAS, Persona


@dataclass(frozen=True, slots=True)
class Complaint:
    """A body to POST under its key."""

    key: str
    body: bytes
    email: str | None
    persona: Persona


_TEXTS: tuple[tuple[str, str, str | None], ...] = (
    ("热水器", "收到的热水器是坏的,我要求退货退款", "return"),
    ("热水器 WH-80", "热水器接头漏水,用了两周,要求维修", "repair"),
    ("Water heater", "The heater leaks at the lower joint since yesterday, please repair it.", "repair"),
    ("手机 App", "App 登录闪退,更新后打不开", None),
    ("净水器", "不知道怎么更换滤芯,请教使用方法", "information"),
    ("水泵", "设计不合理,把手位置太低,希望改进设计", None),
    ("水泵", "快递太慢,十天还没有发货", "apology"),
    ("水泵", "有件事想和你们说一下", None),
)


def complaint(number: int, dice: random.Random) -> Complaint:
    """The `number`-th complaint of a campaign."""
    product, text, remedy = dice.choice(_TEXTS)
    persona = dice.choices(PERSONAS, weights=[persona.weight for persona in PERSONAS])[0]
    email = f"customer{number}@example.com" if dice.random() < 0.7 else None
    body = {
        "kind": "complaint",
        "channel": "web",
        "customer": {"code": f"C-{number}", "name": f"Customer {number}"},
        "contact": {"name": f"Contact {number}", "email": email},
        "product": {"name": product, "serial": f"S-{number}"},
        "description": text,
        "occurred_at": datetime.now(UTC).isoformat(),
        "remedy": remedy,
    }
    key = f"chaos-{number}-{dice.getrandbits(64):x}"
    return Complaint(key, json.dumps(body, ensure_ascii=False).encode(), email, persona)
