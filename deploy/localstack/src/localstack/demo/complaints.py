"""The complaints that the demonstration submits: a file of JSON lines, or the sample that comes with it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from localstack.errors import LocalStackError

MOST = 200
"""Only the first ones of a file are played."""
_TEXT_MAX = 4_000
_PRODUCT_MAX = 200
_CONTROLS = frozenset(map(chr, (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F)))


class BadInputError(LocalStackError):
    """The file cannot be read, or a line of it is no complaint; the message names file and line."""


@dataclass(frozen=True)
class Complaint:
    """What a customer says about which product; `line` is where it stands."""

    line: int
    product: str | None
    text: str


def read_complaints(source: Path | None) -> list[Complaint]:
    """The first `MOST` complaints of the file, or the sample. Raises `BadInputError`."""
    if source is None:
        return list(_parse("sample", (files("localstack.demo") / "sample.jsonl").read_bytes()))
    try:
        content = source.read_bytes()
    except OSError as error:
        raise BadInputError(f"{source}: {error.strerror}") from error
    complaints = list(_parse(source.name, content))
    if not complaints:
        raise BadInputError(f"{source}: no complaint in it")
    return complaints


def _parse(name: str, content: bytes) -> Iterator[Complaint]:
    found = 0
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            try:
                yield _complaint(number, line)
            except BadInputError as error:
                raise BadInputError(f"{name}, line {number}: {error}") from error
            found += 1
        if found == MOST:
            return


def _complaint(number: int, line: bytes) -> Complaint:
    try:
        value: object = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInputError(f"byte {error.start} is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadInputError("not JSON") from error
    if not isinstance(value, dict):
        raise BadInputError('a JSON object {"product", "text"} is expected')
    text = _string(value.get("text"), "text", _TEXT_MAX)
    if text is None:
        raise BadInputError("text is missing or empty")
    return Complaint(number, _string(value.get("product"), "product", _PRODUCT_MAX), text)


def _string(value: object, name: str, longest: int) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadInputError(f"{name} must be a string")
    text = value.strip()
    if len(text) > longest:
        raise BadInputError(f"{name} has {len(text)} characters, at most {longest} are taken")
    if _CONTROLS & set(text) or any("\ud800" <= character <= "\udfff" for character in text):
        raise BadInputError(f"{name} holds a character that no text has")
    return text or None
