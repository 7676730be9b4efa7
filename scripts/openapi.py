"""`python -m scripts.openapi [--check]`: writes services/<service>/openapi.json, or tells which is out of date."""

import json
import secrets
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import dispatch.bootstrap
import dispatch.settings
import intake.bootstrap
import intake.settings
import notification.bootstrap
import notification.settings
import repair.bootstrap
import repair.settings
import survey.bootstrap
import survey.settings
from chassis.runtime import Runtime

ROOT = Path(__file__).parent.parent


def builders(keys: Path) -> Mapping[str, Callable[[], Runtime]]:
    """How each service is put together; nothing connects."""
    key = keys / "key"
    key.write_text(secrets.token_urlsafe(48))
    return {
        "intake": lambda: intake.bootstrap.build(intake.settings.Settings(tracking_key_file=key)),
        "dispatch": lambda: dispatch.bootstrap.build(dispatch.settings.Settings()),
        "repair": lambda: repair.bootstrap.build(repair.settings.Settings()),
        "survey": lambda: survey.bootstrap.build(survey.settings.Settings()),
        "notification": lambda: notification.bootstrap.build(notification.settings.Settings()),
    }


def documents() -> dict[Path, str]:
    """Path and content of every document."""
    with tempfile.TemporaryDirectory() as keys:
        return {
            ROOT / "services" / name / "openapi.json": _dump(build()) for name, build in builders(Path(keys)).items()
        }


def _dump(runtime: Runtime) -> str:
    schema = runtime.app.openapi()
    runtime.parts.mongo.close()
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> int:
    """Write, or with --check compare; 1 when something differs."""
    stale = [path for path, content in documents().items() if not path.exists() or path.read_text() != content]
    if "--check" in sys.argv[1:]:
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is out of date: run make generate\n")
        return 1 if stale else 0
    for path, content in documents().items():
        path.write_text(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
