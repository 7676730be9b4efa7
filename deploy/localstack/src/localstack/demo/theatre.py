"""The play itself: complaints are submitted, people look at their lists and do what is next, until all is done."""

import asyncio
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from localstack.demo.api import Api, UnexpectedAnswerError
from localstack.demo.cast import Cast, assemble
from localstack.demo.complaints import Complaint
from localstack.demo.deed import Deed, Scene, Story
from localstack.demo.fate import Fate, fate_of
from localstack.demo.front_desk import front_desk
from localstack.demo.marketing import marketing
from localstack.demo.news import News, news_between
from localstack.demo.responsibles import responsibles
from localstack.demo.views import Case
from localstack.demo.workshop import workshop
from localstack.demo.world import World, observe

_PLAYERS = (front_desk, responsibles, workshop, marketing)
_LOOK_S = 0.5
_AT_ONCE = 8
_SUBMITTING_S = 36.0
_LONGEST_PAUSE_S = 1.0
# Unfinished cases at a time: as many as the machine carries without making people late who are not meant to be.
_FEWEST_ON_DESKS = 12
_MOST_ON_DESKS = 60
_QUICK_LOOK_S = 1.5
# Somebody else was first, or it is too early: the next look tells what is to be done now.
_OVERTAKEN = frozenset({409, 412})


@dataclass
class Theatre:
    """One performance. `show` is called after every look with the world, all stories and the news."""

    api: Api
    complaints: Sequence[Complaint]
    show: Callable[[World, Sequence[Story], Sequence[News]], None]
    stories: dict[str, Story] = field(default_factory=dict)
    world: World = field(default_factory=World)
    deeds_done: int = 0
    _since: dict[str, float] = field(default_factory=dict)
    _desks: int = _FEWEST_ON_DESKS
    _room: asyncio.Event = field(default_factory=asyncio.Event)

    async def play(self, patience_s: float) -> bool:
        """Whether everything came to its end within `patience_s` seconds. Raises `UnexpectedAnswerError`."""
        cast = await assemble(self.api)
        deadline = time.monotonic() + patience_s
        submitting = asyncio.create_task(self._submit(cast))
        try:
            while time.monotonic() < deadline:
                await self._look(cast)
                if submitting.done():
                    submitting.result()
                    if self._is_over():
                        return True
                await asyncio.sleep(_LOOK_S)
        finally:
            submitting.cancel()
        return False

    async def _submit(self, cast: Cast) -> None:
        run = uuid.uuid4().hex
        pause = min(_LONGEST_PAUSE_S, _SUBMITTING_S / len(self.complaints))
        for order, complaint in enumerate(self.complaints, start=1):
            fate = fate_of(order)
            clerk = cast.clerk(order)
            answer = await self.api.post(
                "intake", "/v1/cases", case_body(complaint, order, fate), clerk, key=f"demonstration-{run}-{order}"
            )
            if not answer.is_success:
                raise UnexpectedAnswerError(answer, f"line {complaint.line}")
            case = Case.model_validate_json(answer.content)
            self.stories[case.id] = Story(order, case.id, case.number, fate, complaint.text.isascii())
            await asyncio.sleep(pause)
            await self._room.wait()

    async def _look(self, cast: Cast) -> None:
        began = time.monotonic()
        seen = await observe(self.api, self.world)
        self.show(seen, list(self.stories.values()), news_between(self.world, seen))
        self.world = seen
        scene = Scene(seen, cast, dict(self.stories), self._waited)
        gate = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._do(deed, gate) for deed in chain(*(player(scene) for player in _PLAYERS))))
        self._make_room(time.monotonic() - began)

    def _waited(self, what: str, seconds: float) -> bool:
        now = time.monotonic()
        return now - self._since.setdefault(what, now) >= seconds

    async def _do(self, deed: Deed, gate: asyncio.Semaphore) -> None:
        async with gate:
            answer = await self.api.post(deed.service, deed.path, deed.body, deed.by, version=deed.version)
        if answer.is_success:
            self.deeds_done += 1
        elif answer.status_code not in _OVERTAKEN:
            raise UnexpectedAnswerError(answer)

    def _make_room(self, look_s: float) -> None:
        """More complaints while looking and acting goes quickly, fewer when it takes long."""
        more = self._desks + 2 if look_s < _QUICK_LOOK_S else self._desks // 2
        self._desks = max(_FEWEST_ON_DESKS, min(_MOST_ON_DESKS, more))
        ended = sum(1 for case in self.world.cases.values() if case.status in ("closed", "resolved"))
        if len(self.stories) - ended < self._desks:
            self._room.set()
        else:
            self._room.clear()

    def _is_over(self) -> bool:
        cases, tasks = self.world.cases, self.world.improvements.values()
        closed = all(case_id in cases and cases[case_id].status == "closed" for case_id in self.stories)
        return closed and all(task.status == "verified" for task in tasks if task.problem.case_id in self.stories)


def case_body(complaint: Complaint, order: int, fate: Fate) -> dict[str, object]:
    """What the clerk types in; the customer has an e-mail address or a telephone only."""
    contact: dict[str, object] = {"phone": f"+86 571 5550 {order:04d}"}
    if fate.by_email:
        contact["email"] = f"customer{order}@example.com"
    return {
        "kind": "fault" if fate.wants_repair else "complaint",
        "channel": ("hotline", "web", "wechat", "email")[order % 4],
        "customer": {"code": f"C-{1000 + order}", "name": f"Customer {order}", "grade": "ABC"[order % 3]},
        "contact": contact,
        "product": {"name": complaint.product} if complaint.product else {},
        "description": complaint.text,
        "occurred_at": datetime.now(UTC).isoformat(),
        "language": "en" if complaint.text.isascii() else "zh",
        **({"remedy": "repair"} if fate.wants_repair else {}),
    }
