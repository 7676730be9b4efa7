"""The policy from YAML: the shipped ones by name, or a file; refused with the place of the mistake."""

import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import ValidationError

from dispatch.adapters.policy_build import PolicyError, build_policy
from dispatch.adapters.policy_model import PolicyModel
from dispatch.domain.policy import Policy

DEFAULT_POLICY = "default"
EXTENDS = "extends"
SECTION = "dispatch"
"""A seed file for several services keeps this one's policy under this key."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_policy(path: Path) -> Policy:
    """A policy file (UTF-8); raises `PolicyError` for its content, `OSError` for the file."""
    try:
        return policy_from_yaml(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path.name} is not UTF-8 (byte {error.start})") from error


def chosen_policy(file: Path | None, seed: Path | None, name: str) -> Policy:
    """The policy file, else the seed file, else the shipped policy of that name; raises as `load_policy` does."""
    path = file or seed
    return shipped_policy(name) if path is None else load_policy(path)


def shipped_policy(name: str = DEFAULT_POLICY) -> Policy:
    """A policy that comes with the package; raises `PolicyError` for an unknown name."""
    return policy_from_yaml(_shipped_source(name))


def policy_from_yaml(source: str) -> Policy:
    """Check and build; raises `PolicyError`."""
    whole = _mapping(source)
    section = whole.get(SECTION)
    data = _with_base(section if isinstance(section, Mapping) else whole)
    try:
        model = PolicyModel.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PolicyError(f"{place}: {first['msg']}") from error
    canonical = json.dumps(model.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return build_policy(model, hashlib.sha256(canonical.encode()).hexdigest())


def _shipped_source(name: str) -> str:
    shipped = files("dispatch") / "policy" / f"{name}.yaml"
    if not name.isidentifier() or not shipped.is_file():
        raise PolicyError(f"{EXTENDS}: no policy named {name!r} is shipped")
    return shipped.read_text(encoding="utf-8")


def _mapping(source: str) -> Mapping[str, object]:
    try:
        data: object = yaml.load(source, Loader=_LOADER)  # noqa: S506 - either is safe
    except yaml.YAMLError as error:
        raise PolicyError(f"not valid YAML: {error}") from error
    if not isinstance(data, Mapping):
        raise PolicyError("a policy must be a mapping")
    return data


def _with_base(data: Mapping[str, object]) -> dict[str, object]:
    """A policy may extend a shipped one: every top-level section that it gives replaces the base's."""
    if EXTENDS not in data:
        return dict(data)
    base = _with_base(_mapping(_shipped_source(str(data[EXTENDS]))))
    return {**base, **{name: section for name, section in data.items() if name != EXTENDS}}
