"""How long a page of the work queue takes over HTTP, by what is asked for."""

import http.client
import itertools
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast
from urllib.parse import urlencode

from localstack.tokens import Person, issue

from bench.queue_documents import PEOPLE

FIRST: Final = 100
"""Requests for first pages of one kind."""
RARE: Final = 10
"""The same of a kind that is not judged."""
DEEP: Final = 60
"""Pages turned one after the other."""
TEAMS: Final = ("quality", "sales", "support", "returns", "software", "rnd")

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of page. `queries` are asked in turn, so that not every request finds the same documents at hand.

    Not `judged`: shown, but no target is set for it.
    """

    name: str
    queries: Sequence[Query]
    deep: bool = False
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of `n` requests, and the cases on the last page."""

    name: str
    n: int
    p50_ms: float
    p90_ms: float
    p99_ms: float
    cases: int


class Reader:
    """One person with one connection, asking one page after the other."""

    def __init__(self, port: int, key: str, person: Person) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {issue(person, key, datetime.now(UTC))}"}

    def measure(self, asked: Asked) -> Taken:
        """First pages, or the pages behind one."""
        times: list[float] = []
        cases = 0
        first = itertools.islice(itertools.cycle(asked.queries), FIRST if asked.judged else RARE)
        for query in self._turned(asked) if asked.deep else first:
            took, cases, _ = self._page(query)
            times.append(took * 1000)
        times.sort()
        at = [times[int(len(times) * share)] for share in (0.5, 0.9, 0.99)]
        return Taken(asked.name, len(times), at[0], at[1], at[2], cases)

    def _turned(self, asked: Asked) -> Iterable[Query]:
        query = asked.queries[0]
        following = self._page(query)[2]
        if following is None:
            yield query
        for _ in range(DEEP):
            if following is None:
                return
            turned = {**query, "cursor": following}
            yield turned
            following = self._page(turned)[2]

    def _page(self, query: Query) -> tuple[float, int, str | None]:
        began = time.perf_counter()
        self._connection.request("GET", f"/v1/assignments?{urlencode(query)}", headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        if answer.status != http.client.OK:
            raise RuntimeError(f"{answer.status}: {body.decode()}")
        page = cast("dict[str, object]", json.loads(body))
        return took, len(cast("list[object]", page["items"])), cast("str | None", page["next"])


def kinds() -> list[Asked]:
    """What people ask for; and, not judged, filters that not one of all open cases fits, so that each is looked at."""
    everybody = [{"responsible": f"staff:{team}-{number}"} for number in range(1, PEOPLE) for team in TEAMS]
    teams = [{"queue": "team", "team": team} for team in TEAMS]
    return [
        Asked("mine", [{"queue": "mine"}]),
        Asked("somebody's, 100 different people", everybody),
        Asked("mine, page after page", [{"queue": "mine"}], deep=True),
        Asked("a team's, 6 teams in turn", teams),
        Asked("a team's, page after page", teams[:1], deep=True),
        Asked("overdue of a team", [{**query, "overdue": "true"} for query in teams]),
        Asked("overdue", [{"overdue": "true"}]),
        Asked("overdue, page after page", [{"overdue": "true"}], deep=True),
        Asked("unassigned", [{"queue": "unassigned"}]),
        Asked("manual", [{"queue": "manual"}]),
        Asked("manual, page after page", [{"queue": "manual"}], deep=True),
        Asked("everything", [{}]),
        Asked("everything, page after page", [{}], deep=True),
        Asked("a team's by severity", [{**query, "severity": "critical"} for query in teams]),
        Asked("by category and severity", [{"category": "usage", "severity": "critical"}]),
        Asked("closed", [{"status": "closed"}]),
        Asked("closed, page after page", [{"status": "closed"}], deep=True),
        Asked("withdrawn of a team", [{"status": "withdrawn", "team": "returns"}]),
        Asked("of a team, what nothing fits *", [{**teams[0], "step": "02A"}], judged=False),
        Asked("of all, what nothing fits *", [{"step": "02A", "category": "usage"}], judged=False),
    ]
