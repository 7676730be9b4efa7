"""Renders the part of kustomize that deploy/kubernetes uses; anything else in a kustomization is an error."""

from collections.abc import Hashable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import TypeAlias, cast

import yaml

Manifest: TypeAlias = dict[str, object]

_KNOWN = {"apiVersion", "kind", "namespace", "resources", "images", "patches"}
_CLUSTER_WIDE = {"Namespace"}
_MERGE_KEYS = {"containers": "name", "env": "name", "volumes": "name", "ports": "containerPort"}
"""Lists that a strategic merge joins by a key, of those that occur here; others are replaced as a whole."""


class Unsound(Exception):
    """What kustomize or the API server would refuse, or what nobody can have meant."""


class _StrictLoader(yaml.SafeLoader):
    """Refuses a mapping that names a key twice, where the last would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        """The mapping; raises Unsound."""
        keys = [cast("str", self.construct_object(key, deep=True)) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise Unsound(f"{node.start_mark.name}:{node.start_mark.line + 1}: {sorted(twice)} twice")
        return super().construct_mapping(node, deep)


def read(path: Path) -> list[Manifest]:
    """All documents of a file; raises Unsound for one that is no mapping."""
    with path.open(encoding="utf-8") as file:
        documents = list(yaml.load_all(file, _StrictLoader))
    if not all(isinstance(document, dict) for document in documents):
        raise Unsound(f"{path.name} holds something that is no object")
    return documents


def build(directory: Path) -> list[Manifest]:
    """Everything that `kubectl apply -k` would send."""
    [kustomization] = read(directory / "kustomization.yaml")
    if set(kustomization) - _KNOWN:
        raise Unsound(f"{directory.name}: {sorted(set(kustomization) - _KNOWN)} is not known here")
    resources: list[Manifest] = []
    for entry in _strings(kustomization, "resources"):
        place = directory / entry
        resources += build(place) if place.is_dir() else read(place)
    for patch in cast("list[dict[str, str]]", kustomization.get("patches", [])):
        if set(patch) != {"path"}:
            raise Unsound("a patch is a file here")
        for part in read(directory / patch["path"]):
            _patch(resources, part)
    _set_images(resources, cast("list[dict[str, str]]", kustomization.get("images", [])))
    namespace = kustomization.get("namespace")
    if namespace is not None:
        for resource in resources:
            if resource["kind"] not in _CLUSTER_WIDE:
                cast("dict[str, object]", resource["metadata"])["namespace"] = namespace
    named = [identity(resource) for resource in resources]
    if len(named) != len(set(named)):
        raise Unsound("two resources of one kind have the same name")
    return resources


def identity(resource: Manifest) -> tuple[str, str, str]:
    """What makes a resource this one."""
    metadata = cast("Mapping[str, str]", resource["metadata"])
    return str(resource["apiVersion"]), str(resource["kind"]), metadata["name"]


def _patch(resources: list[Manifest], patch: Manifest) -> None:
    for index, resource in enumerate(resources):
        if identity(resource) == identity(patch):
            resources[index] = cast("Manifest", _merged(resource, patch, ""))
            return
    raise Unsound(f"a patch for {identity(patch)}, which does not exist")


def _merged(base: object, patch: object, key: str) -> object:
    if isinstance(base, dict) and isinstance(patch, dict):
        joined = {name: deepcopy(value) for name, value in base.items() if patch.get(name, value) is not None}
        for name, value in patch.items():
            if value is not None:
                joined[name] = _merged(base.get(name), value, str(name))
        return joined
    by = _MERGE_KEYS.get(key)
    if by is not None and isinstance(base, list) and isinstance(patch, list):
        changed = {item[by]: item for item in patch}
        kept = [_merged(item, changed.pop(item[by], {}), "") for item in base]
        return [*kept, *changed.values()]
    return deepcopy(patch)


def _set_images(resources: list[Manifest], images: list[dict[str, str]]) -> None:
    wanted = {image["name"]: f"{image.get('newName', image['name'])}:{image['newTag']}" for image in images}
    used: set[str] = set()
    for resource in resources:
        for container in containers(resource):
            image = str(container["image"])
            if image in wanted:
                container["image"] = wanted[image]
                used.add(image)
    if set(wanted) - used:
        raise Unsound(f"images that nothing runs: {sorted(set(wanted) - used)}")


def containers(resource: Manifest) -> list[dict[str, object]]:
    """The containers of a workload, none for anything else."""
    if resource["kind"] != "Deployment":
        return []
    spec = cast("dict[str, dict[str, dict[str, list[dict[str, object]]]]]", resource["spec"])
    return spec["template"]["spec"]["containers"]


def _strings(kustomization: Manifest, key: str) -> list[str]:
    return cast("list[str]", kustomization.get(key, []))
