"""``python -m dispatch [serve | classify]``: only chooses what to start, and imports no more than that needs."""

import sys


def main() -> int:
    """Run the named command; returns the process's exit status."""
    command, *rest = sys.argv[1:] or ["serve"]
    if command == "classify":
        from dispatch.entrypoints.cli_classify import main as classify

        return classify(rest)
    if command == "serve" and not rest:
        from dispatch.entrypoints.server import main as serve

        serve()
        return 0
    sys.stderr.write("usage: python -m dispatch [serve | classify < in.jsonl > out.jsonl]\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
