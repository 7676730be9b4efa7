"""What a service learns from its environment."""

from pathlib import Path

from localstack.home import Home
from localstack.services import SERVICES, Surroundings


def _surroundings(tmp_path: Path, base: dict[str, str], seed: Path | None = None) -> Surroundings:
    return Surroundings(Home.at(tmp_path), "mongodb://m/", "amqp://a/", 8025, "http://127.0.0.1:8001", base, seed)


def test_the_five_services_prefer_the_published_ports() -> None:
    assert {spec.name: spec.port for spec in SERVICES} == {
        "intake": 8001,
        "dispatch": 8002,
        "repair": 8003,
        "survey": 8004,
        "notification": 8005,
    }


def test_addresses_of_the_stack_win_over_inherited_ones_and_defaults_give_way(tmp_path: Path) -> None:
    base = {"AFTERSALES_MONGODB_URL": "mongodb://elsewhere/", "AFTERSALES_LOG_LEVEL": "DEBUG", "PATH": "/bin"}
    made = _surroundings(tmp_path, base).environment(SERVICES[1], 9002)
    assert made["AFTERSALES_MONGODB_URL"] == "mongodb://m/"
    assert made["AFTERSALES_MONGODB_DATABASE"] == "aftersales_dispatch"
    assert made["AFTERSALES_SERVICE_PORT"] == "9002"
    assert made["AFTERSALES_LOG_LEVEL"] == "DEBUG"
    assert made["PATH"] == "/bin"
    assert "AFTERSALES_SEED_FILE" not in made


def test_every_service_gets_the_same_keys_and_they_stay(tmp_path: Path) -> None:
    first, second = (_surroundings(tmp_path, {}).environment(spec, 1) for spec in SERVICES[:2])
    for variable in ("AFTERSALES_AUTH_KEY_FILE", "AFTERSALES_TRACKING_KEY_FILE"):
        assert first[variable] == second[variable]
    key, other = (Path(first[f"AFTERSALES_{name}_KEY_FILE"]).read_text() for name in ("AUTH", "TRACKING"))
    assert key != other
    assert len(key) >= 64
    assert key == key.strip()


def test_policy_seeds_are_named_when_given(tmp_path: Path) -> None:
    made = _surroundings(tmp_path, {}, Path("/data/demo.yaml")).environment(SERVICES[1], 1)
    assert made["AFTERSALES_SEED_FILE"] == "/data/demo.yaml"
