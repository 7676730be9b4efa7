"""`python -m dispatch ruleset check` tells every mistake of a file."""

from pathlib import Path

import pytest
from dispatch.entrypoints.cli_ruleset import main

from tests.unit.dispatch.builders import RULES


@pytest.mark.parametrize(
    ("source", "status", "lines"),
    [
        (RULES, 0, ["rules.yaml: tests, 6 rules, sha256 "]),
        (
            RULES.replace("category: service", "category: weather").replace("weight: 0.2", "weight: 0"),
            1,
            [
                "rules.yaml:9:37: rules[0].weight: must be above 0",
                "rules.yaml:13:16: rules[4].category: unknown category",
            ],
        ),
        (
            RULES.replace("any: [rude]", "regex: ['((']"),
            1,
            ["rules.yaml:13:54: rules[4].regex[0]: not a regular"],
        ),
    ],
)
def test_a_file_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, status: int, lines: list[str]
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(source, encoding="utf-8")
    assert main(["check", str(path)]) == status
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(lines)
    assert all(line.startswith(start) for line, start in zip(said, lines, strict=True))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "nothing.yaml")]) == 2
