"""The Kubernetes files are sound, and the check would notice if they were not."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from scripts import kubernetes
from scripts.kustomize import Manifest, Unsound, build, identity, read
from scripts.paths import items, mapping

pytestmark = pytest.mark.slow

BASE, EXAMPLE = kubernetes.ROOT / "base", kubernetes.ROOT / "overlays/example"
Change = Callable[[Manifest], object]


@pytest.fixture(scope="module")
def rendered() -> list[Manifest]:
    """What the example overlay sends."""
    return build(EXAMPLE)


def one(resources: list[Manifest], kind: str, name: str = "dispatch") -> Manifest:
    """A resource by kind and name."""
    return next(item for item in resources if identity(item)[1:] == (kind, name))


def container(deployment: Manifest) -> Manifest:
    """The one container of a deployment."""
    return items(deployment, "spec", "template", "spec", "containers")[0]


def test_the_files_are_sound(rendered: list[Manifest]) -> None:
    assert kubernetes.problems(rendered) == []
    assert len(rendered) > 30


def test_the_overlay_changes_what_it_names_and_nothing_else(rendered: list[Manifest]) -> None:
    base = {identity(item): item for item in build(BASE)}
    assert container(one(rendered, "Deployment"))["image"] == "registry.example.com/aftersales-dispatch:1.0.0"
    assert mapping(one(rendered, "ScaledObject"), "spec")["minReplicaCount"] == 3
    settings = mapping(one(rendered, "ConfigMap", "aftersales"), "data")
    assert settings["AFTERSALES_AUTH_ISSUER"] == "https://login.example.org/realms/staff"
    assert settings["AFTERSALES_SERVICE_PORT"] == "8000"
    for item in rendered:
        if identity(item) in base and identity(item)[1] in ("Service", "NetworkPolicy", "PodDisruptionBudget"):
            theirs = deepcopy(item)
            assert mapping(theirs, "metadata").pop("namespace") == "aftersales"
            assert theirs == base[identity(item)]


def test_no_secret_is_in_the_files() -> None:
    for file in kubernetes.ROOT.rglob("*.yaml"):
        assert all(document["kind"] != "Secret" for document in read(file))
        assert "amqp://" not in file.read_text(encoding="utf-8")


def test_the_five_deployments_are_alike(rendered: list[Manifest]) -> None:
    shapes = set()
    for name in ("intake", "dispatch", "repair", "survey", "notification"):
        shape = deepcopy(one(rendered, "Deployment", name))
        only = container(shape)
        only["env"] = [item for item in items(only, "env") if "TRACKING" not in str(item["name"])]
        mapping(only, "resources", "requests").pop("cpu")
        shapes.add(yaml.safe_dump(shape).replace(name, "SERVICE"))
    assert len(shapes) == 1


def test_no_service_may_call_another(rendered: list[Manifest]) -> None:
    for item in rendered:
        if item["kind"] == "NetworkPolicy":
            for peer in [*items(item, "spec", "ingress"), *items(item, "spec", "egress")]:
                for place in [*items(peer, "from"), *items(peer, "to")]:
                    assert "namespaceSelector" in place, "a bare podSelector would mean a sibling"
    nothing = one(rendered, "NetworkPolicy", "aftersales-nothing")
    assert mapping(nothing, "spec")["policyTypes"] == ["Ingress", "Egress"]
    assert not {"ingress", "egress"} & set(mapping(nothing, "spec"))


DAMAGES: list[tuple[str, str, Change, str]] = [
    ("Deployment", "dispatch", lambda d: mapping(d, "spec").update(replica=2), "Additional properties|Unevaluated"),
    ("Deployment", "dispatch", lambda d: mapping(d, "spec").update(replicas=2), "belong to the autoscaling"),
    ("Deployment", "dispatch", lambda d: container(d).update(image="x/dispatch:latest"), "names no version"),
    ("Deployment", "dispatch", lambda d: container(d).pop("readinessProbe"), "no readinessProbe"),
    ("Deployment", "dispatch", lambda d: mapping(container(d), "securityContext").clear(), "are open"),
    ("Deployment", "dispatch", lambda d: mapping(container(d), "resources").pop("limits"), "not bounded"),
    ("Deployment", "dispatch", lambda d: items(container(d), "env")[0].update(name="AFTERSALES_AUT"), "no setting"),
    (
        "Deployment",
        "dispatch",
        lambda d: mapping(d, "spec", "template", "spec").update(terminationGracePeriodSeconds=20),
        "before it has drained",
    ),
    (
        "Deployment",
        "dispatch",
        lambda d: mapping(d, "spec", "template", "spec").update(serviceAccountName="default"),
        "without a token",
    ),
    ("Service", "dispatch", lambda d: mapping(d, "spec", "selector").update(app="x"), "fit the pods"),
    ("PodDisruptionBudget", "dispatch", lambda d: mapping(d, "spec", "selector", "matchLabels").update(a="b"), "fit"),
    (
        "NetworkPolicy",
        "aftersales-mail",
        lambda d: mapping(d, "spec", "podSelector", "matchLabels").update(a="b"),
        "fits no pod",
    ),
    ("ScaledObject", "dispatch", lambda d: mapping(d, "spec").update(minReplicaCount=1), "two replicas"),
    ("ScaledObject", "dispatch", lambda d: mapping(d, "spec").update(maxReplica=3), "Additional properties"),
    (
        "ScaledObject",
        "dispatch",
        lambda d: mapping(items(d, "spec", "triggers")[0], "metadata").update(queueName="dispatch.event"),
        "another queue",
    ),
    (
        "Ingress",
        "aftersales",
        lambda d: mapping(items(items(d, "spec", "rules")[0], "http", "paths")[0], "backend", "service").update(
            name="intak"
        ),
        "no Service for intak",
    ),
    ("ConfigMap", "aftersales", lambda d: mapping(d, "data").update(AFTERSALES_LOGLEVEL="INFO"), "no setting"),
    ("ConfigMap", "aftersales", lambda d: d.update(kind="Secret"), "does not belong"),
]


@pytest.mark.parametrize(("kind", "name", "damage", "told"), DAMAGES)
def test_a_damage_is_told(rendered: list[Manifest], kind: str, name: str, damage: Change, told: str) -> None:
    damaged = deepcopy(rendered)
    damage(one(damaged, kind, name))
    found = " ".join(kubernetes.problems(damaged))
    assert any(word in found for word in told.split("|")), found


def test_a_key_that_stands_twice_and_a_patch_for_nothing_are_refused(tmp_path: Path) -> None:
    twice = tmp_path / "a.yaml"
    twice.write_text("kind: Service\nkind: Ingress\n")
    with pytest.raises(Unsound, match="twice"):
        read(twice)
    (tmp_path / "kustomization.yaml").write_text("patches: [{path: p.yaml}]\n")
    (tmp_path / "p.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: none}\n")
    with pytest.raises(Unsound, match="does not exist"):
        build(tmp_path)
    (tmp_path / "kustomization.yaml").write_text("commonLabels: {a: b}\n")
    with pytest.raises(Unsound, match="not known here"):
        build(tmp_path)


def test_kubectl_renders_the_same(rendered: list[Manifest], capsys: pytest.CaptureFixture[str]) -> None:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        with capsys.disabled():
            sys.stdout.write("\nkubectl is not installed; its own rendering was not compared with ours\n")
        return
    done = subprocess.run([kubectl, "kustomize", str(EXAMPLE)], capture_output=True, text=True, check=True)
    theirs = {identity(item): item for item in yaml.safe_load_all(done.stdout)}
    assert theirs == {identity(item): item for item in rendered}
