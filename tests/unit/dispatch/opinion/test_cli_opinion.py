"""``python -m dispatch opinion`` as a user runs it, and the classifying command beside it."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from dispatch.adapters.opinion_examples import example_line, read_examples, shipped_examples
from dispatch.domain.classification import Category
from dispatch.domain.opinion.errors import OpinionError

from tests.unit.dispatch.builders import RULES
from tests.unit.dispatch.opinion.models import CLEAR_TEXT, examples

PLAN = """
features: {buckets: 4096, shortest: 1, longest: 3, characters: 200, product_share: 0.5, script_share: 1, stem: 5}
passes: 6
rate: 4.0
seed: 1
rarity: 1
balance: 0.5
rule_weight: 0.5
accepted_share: 0.3
folds: 3
precision: 0.8
least: 0.2
evidence: {weights: {latin: 1}, floor: 0.5}
"""


def run(source: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "dispatch", *arguments]
    return subprocess.run(command, input=source, capture_output=True, check=False, timeout=100)


@pytest.mark.slow
def test_train_evaluate_and_classify(tmp_path: Path) -> None:
    plan, rules, model = tmp_path / "plan.yaml", tmp_path / "rules.yaml", tmp_path / "model.json"
    plan.write_text(PLAN, encoding="utf-8")
    rules.write_text(RULES, encoding="utf-8")
    source = b"".join(map(example_line, examples()))
    given = ("--plan", str(plan), "--ruleset", str(rules), "--name", "mine", "--version", "4", "--out", str(model))
    trained = run(source, "opinion", "train", *given)
    assert trained.returncode == 0, trained.stderr
    assert json.loads(trained.stdout)["items"] == len(examples())
    assert run(source, "opinion", "train", *given).returncode == 2, "an existing model is not replaced"

    figures = run(source, "opinion", "evaluate", "--model", str(model), "--ruleset", str(rules)).stdout.splitlines()
    shares = {line["way"]: line["category"]["share"] for line in map(json.loads, figures)}
    assert shares["rules and opinion, every text"] > shares["rules, every text"]

    text = json.dumps({"text": CLEAR_TEXT}).encode()
    (asked,) = run(text, "classify", "--ruleset", str(rules), "--opinion", str(model)).stdout.splitlines()
    assert json.loads(asked)["rule"] == "opinion:mine@4"
    assert json.loads(asked)["sure"] is True
    (alone,) = run(text, "classify", "--ruleset", str(rules), "--no-opinion").stdout.splitlines()
    assert json.loads(alone)["rule"] == "fallback"
    assert set(json.loads(alone)) == set(json.loads(asked))

    model.write_bytes(model.read_bytes().replace(b'"mine"', b'"other"'))
    broken = run(text, "classify", "--opinion", str(model))
    assert (broken.returncode, broken.stdout) == (2, b"")
    assert broken.stderr.startswith(b"opinion: sha256: ")


@pytest.mark.slow
def test_rules_label_what_they_are_sure_of(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    labelled = run(b'{"text": "it leaks"}\n{"text": "hm"}\n', "opinion", "label", "--ruleset", str(rules))
    (line,) = labelled.stdout.splitlines()
    assert json.loads(line) == {
        "product": "",
        "text": "it leaks",
        "category": "product_quality",
        "source": "rule",
        "team": "quality",
    }


def test_examples_are_read_as_they_were_written() -> None:
    more = replace(examples()[0], kind="fault", accepted=frozenset({Category.USAGE}), team="quality", weight=2.5)
    written = (*examples(), more)
    assert tuple(read_examples([*map(example_line, written), b"\n"])) == written


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b'{"text": "x", "category": "weather", "source": "rule"}',
        b'{"text": "", "category": "usage", "source": "rule"}',
        b'{"text": "x", "category": "usage", "source": "me"}',
        b'{"text": "x", "category": "usage", "source": "rule", "kind": "riddle"}',
        b'{"text": "x", "category": "usage", "source": "rule", "more": 1}',
        b'{"text": "x", "category": "usage", "source": "rule", "weight": 0}',
        b'{"text": "x", "category": "usage", "source": "rule", "weight": 1e9}',
    ],
)
def test_a_bad_example_is_named_by_its_line(line: bytes) -> None:
    with pytest.raises(OpinionError, match=r"^line 2"):
        list(read_examples([example_line(examples()[0]), line]))


@pytest.mark.slow
def test_the_packages_examples_can_be_read() -> None:
    shipped = list(shipped_examples())
    assert len(shipped) > 20_000
    assert {each.source for each in shipped} == {"person"}
