"""``python -m dispatch [serve | classify | ruleset | opinion]``: chooses what to start, imports what that needs."""

import sys


def main() -> int:
    """Run the named command; returns the process's exit status."""
    command, *rest = sys.argv[1:] or ["serve"]
    if command == "classify":
        from dispatch.entrypoints.cli_classify import main as classify

        return classify(rest)
    if command == "ruleset":
        from dispatch.entrypoints.cli_ruleset import main as ruleset

        return ruleset(rest)
    if command == "opinion":
        from dispatch.entrypoints.cli_opinion import main as opinion

        return opinion(rest)
    if command == "serve" and not rest:
        from dispatch.entrypoints.server import main as serve

        serve()
        return 0
    sys.stderr.write(
        "usage: python -m dispatch [serve | classify < in.jsonl > out.jsonl | ruleset check FILE | opinion --help]\n"
    )
    return 2


if __name__ == "__main__":
    sys.exit(main())
