"""Prints the third-party requirements of some projects, pinned and hashed as requirements.lock has them.

Usage: locked.py NAME-OR-PYPROJECT..., at the repository's root. A name (``uv``) is taken as it is, a ``pyproject.toml``
stands for its dependencies. What those depend on in turn stays with the installer, which gets the lock as constraints.
Standard library only: it runs before anything is installed.
"""

import re
import sys
import tomllib
from pathlib import Path

_OWN = "aftersales-"
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?P<extras>\[[^]]*])?")


def _wanted(argument: str) -> list[str]:
    if not argument.endswith(".toml"):
        return [argument]
    project = tomllib.loads(Path(argument).read_text(encoding="utf-8"))["project"]
    return [name for name in project["dependencies"] if not name.startswith(_OWN)]


def _entries(lock: str) -> dict[str, str]:
    """Each package's lines, by its name; a line with hashes is indented."""
    found = re.split(r"\n(?=\S)", lock.strip())
    return {_normal(_REQUIREMENT.match(entry)): entry for entry in found}


def _normal(matched: re.Match[str] | None) -> str:
    if matched is None:
        raise SystemExit("not a requirement")
    return re.sub(r"[-_.]+", "-", matched["name"]).lower()


def main() -> None:
    """Ends with a message when the lock lacks something."""
    entries = _entries(Path("requirements.lock").read_text(encoding="utf-8"))
    extras: dict[str, set[str]] = {}
    for requirement in (wanted for argument in sys.argv[1:] for wanted in _wanted(argument)):
        matched = _REQUIREMENT.match(requirement)
        name = _normal(matched)
        if name not in entries:
            raise SystemExit(f"requirements.lock has no {name}: make lock")
        asked = ((matched and matched["extras"]) or "[]")[1:-1]
        extras.setdefault(name, set()).update(part.strip() for part in asked.split(",") if part.strip())
    for name, chosen in extras.items():
        bracket = f"[{','.join(sorted(chosen))}]" if chosen else ""
        head, separator, rest = entries[name].partition("==")
        sys.stdout.write(f"{head}{bracket}{separator}{rest}\n")


if __name__ == "__main__":
    main()
