"""Reading complaints: what is played, and which line is to blame when nothing can be."""

import json
from pathlib import Path

import pytest
from localstack.demo.complaints import MOST, BadInputError, read_complaints


def _file(tmp_path: Path, *lines: bytes) -> Path:
    file = tmp_path / "in.jsonl"
    file.write_bytes(b"\n".join(lines))
    return file


def _line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()


def test_the_shipped_sample_is_about_thirty_complaints_in_two_languages() -> None:
    sample = read_complaints(None)
    assert 25 <= len(sample) <= 40
    english = [complaint for complaint in sample if complaint.text.isascii()]
    assert 3 <= len(english) < len(sample) / 2
    assert len({complaint.text for complaint in sample}) == len(sample)


def test_blank_lines_are_passed_over_and_line_numbers_kept(tmp_path: Path) -> None:
    file = _file(tmp_path, _line(product="手机", text=" 坏了 "), b"", b"  ", _line(text="bad", stars=1))
    first, second = read_complaints(file)
    assert (first.line, first.product, first.text) == (1, "手机", "坏了")
    assert (second.line, second.product, second.text) == (4, None, "bad")


def test_only_the_first_ones_are_read(tmp_path: Path) -> None:
    file = _file(tmp_path, *[_line(text=f"text {number}") for number in range(MOST)], b"not read any more")
    assert len(read_complaints(file)) == MOST


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1]", "JSON object"),
        (b"{}", "text is missing"),
        (_line(text="  "), "text is missing"),
        (_line(text=5), "text must be a string"),
        (_line(text="x", product=[]), "product must be a string"),
        (_line(text="x" * 4001), "at most 4000"),
        (_line(text="x", product="p" * 201), "at most 200"),
        (b'{"text": "a\\u0000b"}', "character"),
        (b'{"text": "a\\ud800b"}', "character"),
        (b'{"text": "\xff"}', "UTF-8"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: bytes, said: str) -> None:
    file = _file(tmp_path, _line(text="good"), line)
    with pytest.raises(BadInputError, match=r"in\.jsonl, line 2: .*" + said):
        read_complaints(file)


def test_a_file_that_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"nowhere\.jsonl: No such file"):
        read_complaints(tmp_path / "nowhere.jsonl")
    with pytest.raises(BadInputError, match="no complaint in it"):
        read_complaints(_file(tmp_path, b"", b" "))
