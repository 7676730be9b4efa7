"""A million documents out of some hundreds of lives: other ids, names, people and instants, the same shape."""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from bson import encode
from bson.raw_bson import RawBSONDocument
from chassis.codec import StateCodec
from dispatch.adapters.mongo_assignments import assignment_lookup
from dispatch.domain.assignment import Assignment
from dispatch.domain.queue import STANDING

from bench.queue_lives import ENDED_LIVES, OPEN_LIVES, lives, worksite

Document = dict[str, object]
TEMPLATES: Final = 600
OPEN_SHARE: Final = 0.1
PEOPLE: Final = 100
"""Per team; everybody has some tasks, the first one of a team many more."""
BUSY_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Template:
    """A document of one life, and when its clock is due when it runs."""

    document: Document
    due_at: datetime | None
    late: bool


def templates(kinds: Sequence[str]) -> list[Template]:
    """As the service would write them; without timers, so that nothing but reads goes on while they are measured."""
    codec = StateCodec(Assignment, assignment_lookup)
    made: list[Template] = []
    for state in lives(worksite(), kinds, TEMPLATES):
        head: Document = {"v": 4, "seq": 6, "w": ["token"]}
        inbox = [{"id": f"{number:032x}", "at": state.opened_at} for number in range(2)]
        document = {**head, **codec.fields(state), "inbox": inbox, "outbox": [], "timers": []}
        own = {state.case.id, state.case.number, state.case.customer_name, assignment_lookup(state)["key"]}
        own |= set() if state.running is None else {state.running.responsible}
        document = cast("Document", _packed(document, own))
        run = state.running
        runs = run is not None and not run.clock.is_paused
        made.append(Template(document, state.due_at if runs else None, run is not None and run.overdue_at is not None))
    return made


def documents(count: int, now: datetime, seed: int = 1) -> Iterator[Document]:
    """`count` documents, a tenth of them open and due around `now`, the others opened within the last two years."""
    dice = random.Random(seed)
    open_ones, ended = templates(OPEN_LIVES), templates(ENDED_LIVES)
    newest = max(cast("datetime", cast("Document", t.document["state"])["opened_at"]) for t in (*open_ones, *ended))
    weeks = (now - newest) // timedelta(weeks=1)
    for number in range(count):
        is_open = dice.random() < OPEN_SHARE
        template = dice.choice(open_ones if is_open else ended)
        back = timedelta(weeks=weeks - (dice.randrange(3) if is_open else dice.randrange(3, 104)))
        if template.due_at is not None:
            hours = dice.randrange(-72, 0) if template.late else dice.randrange(-4, 120)
            back = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=hours) - template.due_at
        yield _copy(template.document, number, back, dice)


def _copy(template: Document, number: int, later: timedelta, dice: random.Random) -> Document:
    case_id = f"{dice.getrandbits(128):032x}"
    lookup = cast("Document", template["lookup"])
    state = cast("Document", template["state"])
    case = cast("Mapping[str, str]", state["case"])
    texts = {
        case["id"]: case_id,
        case["number"]: f"26{number:010d}",
        case["customer_name"]: f"{dice.choice(('Hangzhou Pump Works', '宁波电器', 'Household'))} {number % 50_000}",
    }
    responsible = lookup["responsible"]
    if isinstance(responsible, str) and responsible.startswith("staff:"):
        busy = dice.random() < BUSY_SHARE
        texts[responsible] = f"staff:{lookup['team']}-{0 if busy else dice.randrange(PEOPLE)}"
    copy = cast("Document", _moved(template, later, texts))
    copy["_id"] = case_id
    key = cast("str", lookup["key"])
    moved = int(key[1:15]) + (0 if key[0] == STANDING else later // timedelta(milliseconds=1))
    cast("Document", copy["lookup"])["key"] = f"{key[0]}{moved:014d}:{case_id}"
    return copy


def _packed(value: object, own: Collection[object]) -> object:
    """Parts that are alike in all copies, encoded once for all of them."""
    if isinstance(value, dict):
        if _varies(value, own):
            return {name: _packed(inner, own) for name, inner in value.items()}
        return RawBSONDocument(encode(value))
    return [_packed(inner, own) for inner in value] if isinstance(value, list | tuple) else value


def _varies(value: object, own: Collection[object]) -> bool:
    if isinstance(value, dict):
        return any(_varies(inner, own) for inner in value.values())
    if isinstance(value, list | tuple):
        return any(_varies(inner, own) for inner in value)
    return isinstance(value, datetime) or value in own


def _moved(value: object, later: timedelta, texts: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return texts.get(value, value)
    if isinstance(value, dict):
        return {name: _moved(inner, later, texts) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_moved(inner, later, texts) for inner in value]
    return value + later if isinstance(value, datetime) else value


__all__ = ["Document", "documents", "templates"]
