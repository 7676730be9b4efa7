"""`aftersales`: what operators do from outside the services. Each group of commands is a module of its own."""

import argparse
import sys
from collections.abc import Sequence

from chassis import cli_backup, cli_dead, cli_doctor


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of the console script; the exit code is the command's."""
    parser = argparse.ArgumentParser(prog="aftersales", description="Operate the after-sales services.")
    groups = parser.add_subparsers(dest="group", required=True)
    cli_doctor.add_parser(groups)
    cli_dead.add_parser(groups)
    cli_backup.add_parsers(groups)
    options = parser.parse_args(arguments)
    return int(options.run(options))


if __name__ == "__main__":
    sys.exit(main())
