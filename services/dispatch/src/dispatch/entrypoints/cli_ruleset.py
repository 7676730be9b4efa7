"""``python -m dispatch ruleset check FILE``: is this a ruleset that could be published? Offline."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dispatch.adapters.rules import rules_in_force
from dispatch.domain.classification import RulesetError
from dispatch.domain.classification.mistakes import Mistake


def main(arguments: Sequence[str]) -> int:
    """0 for a usable ruleset, 1 with a line for each mistake, 2 when the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m dispatch ruleset", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="check")
    check = commands.add_parser("check", help="tell every mistake with its place")
    check.add_argument("file", type=Path)
    path: Path = parser.parse_args(arguments).file
    try:
        made = rules_in_force(path)
    except RulesetError as error:
        for mistake in error.mistakes:
            print(_told(path.name, mistake))
        if error.count > len(error.mistakes):
            print(f"{path.name}: {error.count - len(error.mistakes)} more")
        return 1
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 2
    print(f"{path.name}: {made.text.name}, {made.text.rules} rules, sha256 {made.text.digest}")
    return 0


def _told(name: str, mistake: Mistake) -> str:
    """As compilers do it, so that editors find the place."""
    where = name if mistake.line is None else f"{name}:{mistake.line}:{mistake.column}"
    return f"{where}: {mistake.path}: {mistake.told()}" if mistake.path else f"{where}: {mistake.told()}"
