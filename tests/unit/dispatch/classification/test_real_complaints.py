"""The default ruleset on labelled texts of real customers, which are not part of this repository."""

import json
import os
from pathlib import Path
from typing import TypedDict

import pytest
from dispatch.domain.classification import Category, Facts, decide

from tests.unit.dispatch.classification.builders import default_rules

ACCEPTABLE_CATEGORY = 0.80
RIGHT_TEAM = 0.85


class Labelled(TypedDict):
    product: str
    text: str
    accepted: list[str]


def test_enough_real_complaints_are_classified_acceptably() -> None:
    directory = os.environ.get("AFTERSALES_DATA")
    if directory is None:
        pytest.skip("AFTERSALES_DATA does not name a directory with complaints-labelled.jsonl")
    source = Path(directory, "complaints-labelled.jsonl").read_text(encoding="utf-8")
    complaints: list[Labelled] = [json.loads(line) for line in source.splitlines()]
    rules = default_rules()
    acceptable = right = 0
    for complaint in complaints:
        decision = decide(Facts(text=complaint["text"], product=complaint["product"]), rules)
        acceptable += decision.category in complaint["accepted"]
        right += decision.team in {rules.ruleset.teams[Category(name)] for name in complaint["accepted"]}
    assert acceptable >= ACCEPTABLE_CATEGORY * len(complaints)
    assert right >= RIGHT_TEAM * len(complaints)
