"""Shipped rules and model on labelled texts of real customers, which are not part of this repository."""

import json
import os
from pathlib import Path

import pytest
from dispatch.adapters.opinion_file import shipped_model
from dispatch.adapters.opinion_in_force import as_opinion
from dispatch.adapters.ruleset_yaml import compiled_default
from dispatch.domain.classification import Category
from dispatch.domain.opinion.evaluation import evaluate
from dispatch.domain.opinion.examples import Example

ACCEPTABLE_CATEGORY = 0.90
RIGHT_TEAM = 0.92


def test_every_text_decided_reaches_the_target() -> None:
    directory = os.environ.get("AFTERSALES_DATA")
    if directory is None:
        pytest.skip("AFTERSALES_DATA does not name a directory with complaints-labelled.jsonl")
    source = Path(directory, "complaints-labelled.jsonl").read_text(encoding="utf-8")
    examples: list[Example] = []
    for line in source.splitlines():
        said = json.loads(line)
        first, *more = map(Category, said["accepted"])
        examples.append(Example(said["text"], said["product"], first, "person", frozenset(more)))
    _, together, *_ = evaluate(examples, compiled_default(), as_opinion(shipped_model("default")))
    assert together.category.right >= ACCEPTABLE_CATEGORY * len(examples)
    assert together.team.right >= RIGHT_TEAM * len(examples)
