"""``python -m dispatch ruleset check FILE``: is this a ruleset that could be published? Offline."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dispatch.adapters.rules import rules_in_force
from dispatch.domain.classification import RulesetError


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
        for each in (error, *error.further):
            print(f"{path.name}: {each}")
        return 1
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 2
    print(f"{path.name}: {made.text.name}, {made.text.rules} rules, sha256 {made.text.digest}")
    return 0
