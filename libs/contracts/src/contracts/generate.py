"""`python -m contracts.generate [--check]`: schemas, asyncapi.yaml and the flow document from the code.

A schema is replaced only by one that adds to it: a break is refused, since it needs a new version and an upcast.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from contracts.asyncapi import document
from contracts.compatibility import breaks
from contracts.flow import markdown
from contracts.registry import EVENTS
from contracts.schemas import file_name, schema_of
from contracts.subscriptions import SUBSCRIPTIONS

SCHEMAS = Path("libs/contracts/schemas")
ASYNCAPI = Path("libs/contracts/asyncapi.yaml")
FLOW = Path("docs/flow-of-a-case.md")
_REPOSITORY = Path(__file__).resolve().parents[4]
_YAML_HEAD = "# Generated from contracts.registry and contracts.subscriptions by `make generate`; not edited by hand.\n"


class _Readable(yaml.SafeDumper):
    """Repeats a shared value instead of writing anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 (signature of yaml)
        return True


def rendered() -> dict[Path, str]:
    """Text of every generated file by its path in the repository; the same code gives the same bytes."""
    asyncapi = yaml.dump(
        document(EVENTS, SUBSCRIPTIONS), Dumper=_Readable, sort_keys=False, allow_unicode=True, width=120
    )
    return {
        **{
            SCHEMAS / file_name(event): json.dumps(schema_of(event), indent=2, ensure_ascii=False) + "\n"
            for event in EVENTS
        },
        ASYNCAPI: _YAML_HEAD + asyncapi,
        FLOW: markdown(EVENTS, SUBSCRIPTIONS),
    }


def differences(root: Path, files: Mapping[Path, str]) -> Iterator[str]:
    """What on disk is not as the code says: missing, different or left over."""
    for path, text in files.items():
        present = root / path
        if not present.is_file():
            yield f"{path} is missing"
        elif present.read_text(encoding="utf-8") != text:
            yield f"{path} differs from the code"
    for leftover in sorted((root / SCHEMAS).glob("*.json")):
        if SCHEMAS / leftover.name not in files:
            yield f"{SCHEMAS / leftover.name} belongs to no event"


def broken(root: Path, files: Mapping[Path, str]) -> Iterator[str]:
    """Schemas whose stored form the new one breaks."""
    for path, text in files.items():
        stored = root / path
        if path.parent == SCHEMAS and stored.is_file():
            for reason in breaks(json.loads(stored.read_text(encoding="utf-8")), json.loads(text)):
                yield f"{path}: {reason}"


def write(root: Path, files: Mapping[Path, str]) -> None:
    """Write every file, and remove the schemas of events that are gone."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    for leftover in (root / SCHEMAS).glob("*.json"):
        if SCHEMAS / leftover.name not in files:
            leftover.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when all is written (or up to date with --check), 1 with the reasons on standard error."""
    parser = argparse.ArgumentParser(prog="python -m contracts.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is not up to date")
    parser.add_argument("--allow-break", action="store_true", help="replace a schema nobody relies on yet")
    parser.add_argument("--root", type=Path, default=_REPOSITORY, help="the repository (default: this one)")
    options = parser.parse_args(arguments)
    files = rendered()
    if options.check:
        return _failed([*differences(options.root, files)], "run `make generate` and commit the result")
    if not options.allow_break and _failed(
        [*broken(options.root, files)], "a break is a new version with an upcast (libs/contracts/README.md)"
    ):
        return 1
    write(options.root, files)
    return 0


def _failed(reasons: Sequence[str], remedy: str) -> int:
    for reason in reasons:
        sys.stderr.write(f"{reason}: {remedy}\n")
    return 1 if reasons else 0


if __name__ == "__main__":
    sys.exit(main())
