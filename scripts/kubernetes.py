"""Checks deploy/kubernetes without a cluster: `python -m scripts.kubernetes`; tells what is wrong, exit code 1 then.

Renders the example overlay (so the base, too), holds every object against the API's strict schema, and looks at what no
schema knows: names that must exist elsewhere, settings that the services must have, and what a pod may do.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import dispatch.settings
import intake.settings
import notification.settings
import repair.settings
import survey.settings
from chassis.settings import ServiceSettings
from chassis.topology import Topology
from contracts.subscriptions import SUBSCRIPTIONS

from scripts.api_schemas import against_schema
from scripts.kustomize import Manifest, Unsound, build, identity
from scripts.paths import at, items, mapping

ROOT = Path(__file__).parents[1] / "deploy/kubernetes"
SETTINGS: Mapping[str, type[ServiceSettings]] = {
    "intake": intake.settings.Settings,
    "dispatch": dispatch.settings.Settings,
    "repair": repair.settings.Settings,
    "survey": survey.settings.Settings,
    "notification": notification.settings.Settings,
}


def problems(resources: Sequence[Manifest]) -> list[str]:
    """Everything that is wrong, one line each."""
    found = [f"{_name(resource)}: {text}" for resource in resources for text in against_schema(resource)]
    if found:
        return found  # the other checks trust the shapes
    there = {(str(resource["kind"]), _name_only(resource)): resource for resource in resources}
    missing = [f"{name} has no Deployment" for name in SUBSCRIPTIONS if ("Deployment", name) not in there]
    return [*missing, *(f"{_name(item)}: {text}" for item in resources for text in _in_context(item, there))]


There = Mapping[tuple[str, str], Manifest]


def _in_context(resource: Manifest, there: There) -> Iterator[str]:
    kind = str(resource["kind"])
    if kind in _CHECKS:
        yield from _CHECKS[kind](resource, there)


def _service(resource: Manifest, there: There) -> Iterator[str]:
    if len(_pods(at(resource, "spec", "selector"), there)) != 1:
        yield "its selector must fit the pods of one Deployment"


def _disruptions(resource: Manifest, there: There) -> Iterator[str]:
    if len(_pods(at(resource, "spec", "selector", "matchLabels"), there)) != 1:
        yield "its selector must fit the pods of one Deployment"


def _network(resource: Manifest, there: There) -> Iterator[str]:
    if not _pods(at(resource, "spec", "podSelector", "matchLabels"), there):
        yield "its selector fits no pod"


def _ingress(resource: Manifest, there: There) -> Iterator[str]:
    backends = [
        at(path, "backend", "service", "name")
        for rule in items(resource, "spec", "rules")
        for path in items(rule, "http", "paths")
    ]
    for name in backends:
        if ("Service", str(name)) not in there:
            yield f"no Service for {name}"


def _deployment(resource: Manifest, there: There) -> Iterator[str]:
    name = _name_only(resource)
    pod = mapping(resource, "spec", "template", "spec")
    if "replicas" in mapping(resource, "spec"):
        yield "replicas belong to the autoscaling"
    if at(resource, "spec", "selector", "matchLabels") != at(resource, "spec", "template", "metadata", "labels"):
        yield "its selector and its pods' labels differ"
    account = there.get(("ServiceAccount", str(pod.get("serviceAccountName"))))
    if account is None or account.get("automountServiceAccountToken") is not False:
        yield "it needs a ServiceAccount of its own, without a token"
    if pod.get("automountServiceAccountToken") is not False:
        yield "its pods must not get a token"
    if at(pod, "securityContext", "runAsNonRoot") is not True:
        yield "it may run as root"
    for kind in ("PodDisruptionBudget", "ScaledObject", "Service"):
        if (kind, name) not in there:
            yield f"it has no {kind}"
    for container in items(pod, "containers"):
        yield from _container(name, container, pod, there)


def _container(name: str, container: Manifest, pod: Manifest, there: There) -> Iterator[str]:
    security = mapping(container, "securityContext")
    if security.get("readOnlyRootFilesystem") is not True or security.get("allowPrivilegeEscalation") is not False:
        yield "its file system or its privileges are open"
    if at(security, "capabilities", "drop") != ["ALL"]:
        yield "it keeps capabilities"
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        if probe not in container:
            yield f"it has no {probe}"
    if not at(container, "resources", "requests", "memory") or not at(container, "resources", "limits", "memory"):
        yield "its memory is not bounded"
    if ":" not in str(container["image"]).rpartition("/")[2] or str(container["image"]).endswith(":latest"):
        yield f"the image {container['image']} names no version"
    yield from _settings(name, container, pod, there)


def _settings(name: str, container: Manifest, pod: Manifest, there: There) -> Iterator[str]:
    settings: dict[str, object] = {}
    for source in items(container, "envFrom"):
        referred = there.get(("ConfigMap", str(at(source, "configMapRef", "name"))))
        if referred is None:
            yield f"no ConfigMap {at(source, 'configMapRef', 'name')}"
        else:
            settings.update(mapping(referred, "data"))
    settings.update({str(item["name"]): item.get("value") for item in items(container, "env")})
    known = {f"AFTERSALES_{field.upper()}" for kind in SETTINGS.values() for field in kind.model_fields}
    for unknown in sorted(set(settings) - known - {"AFTERSALES_SECRETS_DIR"}):
        yield f"{unknown} is no setting of any service"
    drain = float(str(settings.get("AFTERSALES_DRAIN_TIMEOUT", SETTINGS[name].model_fields["drain_timeout"].default)))
    before = at(container, "lifecycle", "preStop", "sleep", "seconds")
    if not isinstance(before, int) or before + drain >= float(str(pod.get("terminationGracePeriodSeconds", 30))):
        yield "it is killed before it has drained"


def _scaling(resource: Manifest, there: There) -> Iterator[str]:
    target = str(at(resource, "spec", "scaleTargetRef", "name"))
    if ("Deployment", target) not in there:
        yield f"no Deployment {target}"
    least, most = at(resource, "spec", "minReplicaCount"), at(resource, "spec", "maxReplicaCount")
    if not isinstance(least, int) or not isinstance(most, int) or not 2 <= least <= most:
        yield "two replicas at least, and not more at least than at most"
    for trigger in items(resource, "spec", "triggers"):
        if trigger["type"] != "rabbitmq":
            continue
        if at(trigger, "metadata", "queueName") != Topology({}, 1).events_queue(target):
            yield f"it looks at another queue than {target} consumes"
        if ("TriggerAuthentication", str(at(trigger, "authenticationRef", "name"))) not in there:
            yield "no TriggerAuthentication"


def _pods(selector: object, there: There) -> list[str]:
    wanted = dict(selector) if isinstance(selector, dict) else {}
    return [
        name
        for (kind, name), resource in there.items()
        if kind == "Deployment"
        and wanted.items() <= mapping(resource, "spec", "template", "metadata", "labels").items()
    ]


_CHECKS: Mapping[str, Callable[[Manifest, There], Iterator[str]]] = {
    "Deployment": _deployment,
    "Service": _service,
    "PodDisruptionBudget": _disruptions,
    "NetworkPolicy": _network,
    "ScaledObject": _scaling,
    "Ingress": _ingress,
}


def _name(resource: Manifest) -> str:
    return " ".join(identity(resource)[1:])


def _name_only(resource: Manifest) -> str:
    return identity(resource)[2]


def main() -> int:
    """Say what is wrong."""
    try:
        found = problems(build(ROOT / "overlays/example"))
    except Unsound as error:
        found = [str(error)]
    for text in found:
        print(text, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
