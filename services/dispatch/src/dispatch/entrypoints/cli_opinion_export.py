"""``python -m dispatch opinion export | record``: out of the service's own database.

``export`` writes examples, ``record`` how often each model's proposals were what people said afterwards.
"""

import json
import sys
from collections import Counter
from datetime import datetime

from chassis.runtime import Runtime

from dispatch.adapters.mongo_assignments import ASSIGNMENTS
from dispatch.adapters.mongo_experience import MongoExperience
from dispatch.adapters.opinion_examples import example_line
from dispatch.domain.opinion.measures import share
from dispatch.settings import Settings


async def export(since: datetime, until: datetime) -> None:
    """Examples on standard output."""
    async for example in _experience(since, until).examples():
        sys.stdout.buffer.write(example_line(example))


async def record(since: datetime, until: datetime) -> None:
    """One line a model: proposals judged, shares of right categories and teams, and the same of those that decided."""
    counts: dict[str, Counter[str]] = {}
    async for each in _experience(since, until).tries():
        count = counts.setdefault(f"{each.proposal.model}@{each.proposal.version}", Counter())
        count.update(judged=1, category=each.category_right, team=each.team_right)
        if each.proposal.decided:
            count.update(decided=1, decided_right=each.category_right)
    for model, count in sorted(counts.items()):
        told = {
            "model": model,
            "judged": count["judged"],
            "category": share(count["category"], count["judged"]),
            "team": share(count["team"], count["judged"]),
            "decided": count["decided"],
            "decided_right": share(count["decided_right"], count["decided"]),
        }
        print(json.dumps(told, ensure_ascii=False))


def _experience(since: datetime, until: datetime) -> MongoExperience:
    database = Runtime("dispatch", Settings()).mongo_database
    return MongoExperience(database[ASSIGNMENTS], since, until)
