"""``python -m dispatch classify`` as a user runs it: bytes in, bytes and an exit status out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ANSWER_FIELDS = {
    "category",
    "severity",
    "urgency",
    "team",
    "rule",
    "confidence",
    "ruleset",
    "sure",
    "words",
    "runners_up",
}


def run(source: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    command = [sys.executable, "-m", "dispatch", "classify", *arguments]
    return subprocess.run(command, input=source, capture_output=True, env=environment, check=False, timeout=60)


def lines(result: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.decode("utf-8").splitlines()]


def test_one_line_out_for_each_line_in_the_same_order() -> None:
    source = '{"product": "手机", "text": "屏幕坏了", "extra": 1}\n{"text": "The courier was rude and late"}\r\n'
    result = run(source.encode() + '{"product": null, "text": "要求退货"}'.encode())
    answers = lines(result)
    assert result.returncode == 0
    assert result.stderr == b""
    assert [answer["category"] for answer in answers] == ["product_quality", "delivery", "return_exchange"]
    assert all(set(answer) == ANSWER_FIELDS for answer in answers)
    assert "坏了" in result.stdout.decode("utf-8")


def test_empty_input() -> None:
    result = run(b"")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


def test_bad_lines_answer_with_an_error_and_spare_their_neighbours() -> None:
    bad = {
        b"{nope": "invalid_json",
        b"": "invalid_json",
        b"[" * 100_000: "invalid_json",
        b"[]": "not_an_object",
        b'{"product": "x"}': "text_missing",
        b'{"text": null}': "text_not_a_string",
        b'{"text": "x", "product": 5}': "product_not_a_string",
        b'{"text": "\xff"}': "invalid_utf8",
        b'{"text": "\\ud800"}': "lone_surrogate",
        b'{"text": "x", "product": "\\udfff"}': "lone_surrogate",
    }
    good = b'{"text": "ok"}'
    result = run(b"\n".join([good, *bad, good]) + b"\n")
    answers = lines(result)
    errors = [answer["error"] for answer in answers[1:-1]]
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert [(error["code"], error["line"]) for error in errors if isinstance(error, dict)] == [
        (code, number) for number, code in enumerate(bad.values(), start=2)
    ]
    assert answers[0] == answers[-1]


@pytest.mark.parametrize("content", ["name: [", "name: x\n"])
def test_a_ruleset_that_cannot_be_used(tmp_path: Path, content: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(content, encoding="utf-8")
    result = run(b"", "--ruleset", str(path))
    assert result.returncode == 2
    assert result.stderr.startswith(b"ruleset: ")


def test_an_unknown_command_shows_the_usage() -> None:
    command = [sys.executable, "-m", "dispatch", "dance"]
    result = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert result.returncode == 2
    assert result.stderr.startswith(b"usage: ")
