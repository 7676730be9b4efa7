"""A whole stack with stand-ins for the services: kept running, drained, ended without a trace."""

import json
import smtplib
import stat
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import jwt
import pytest
from localstack import state, tokens
from localstack.errors import NotReadyError, StackRunningError
from localstack.home import Home
from localstack.processes import find, marked
from localstack.services import ServiceSpec
from localstack.stack import Stack
from localstack.waiting import wait_until

_MODULES = {"PYTHONPATH": str(Path(__file__).parent)}
_FAKES = tuple(
    ServiceSpec(name, port, "fake_service", _MODULES) for name, port in (("intake", 8001), ("dispatch", 8002))
)
_RESTART_S = 30.0


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    said: list[str] = []
    home = tmp_path_factory.mktemp("stack")
    with Stack(home, services=_FAKES, in_memory=True, report=said.append) as running:
        yield running
    assert not marked(Home.at(home)), "stop left processes"
    assert not Home.at(home).state_file.exists()
    assert "drained" in (Home.at(home).logs / "intake.log").read_text()


def _environment(stack: Stack, name: str) -> dict[str, str]:
    with urllib.request.urlopen(f"{stack.url(name)}/environment", timeout=5) as answer:  # noqa: S310 - our own
        shown: dict[str, str] = json.loads(answer.read())
    return shown


def test_services_get_their_own_database_and_the_shared_key(stack: Stack) -> None:
    intake, dispatch = _environment(stack, "intake"), _environment(stack, "dispatch")
    assert intake["AFTERSALES_MONGODB_DATABASE"] == "aftersales_intake"
    assert dispatch["AFTERSALES_MONGODB_DATABASE"] == "aftersales_dispatch"
    assert intake["AFTERSALES_AMQP_URL"] == stack.url("broker")
    key_file = Path(intake["AFTERSALES_AUTH_KEY_FILE"])
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    token = stack.token(tokens.Person(["sales_clerk"], staff="s-1"))
    claims = jwt.decode(token, key_file.read_text(), ["HS256"], audience=dispatch["AFTERSALES_AUTH_AUDIENCE"])
    assert (claims["sub"], claims["iss"]) == ("s-1", dispatch["AFTERSALES_AUTH_ISSUER"])
    assert claims["exp"] > datetime.now(UTC).timestamp()


@pytest.mark.parametrize("name", ["dispatch", "mail", "broker", "database"])
def test_what_is_killed_comes_back_at_the_same_address(stack: Stack, name: str) -> None:
    before, url = stack.pid(name), stack.url(name)
    stack.kill(name)

    def back() -> bool:
        recorded = {ref.name: ref for ref in state.load(stack.home).processes}
        return name in recorded and recorded[name].pid != before and find(recorded[name]) is not None

    assert wait_until(back, _RESTART_S)
    assert stack.url(name) == url
    if name == "dispatch":
        assert stack.wait_ready(name, _RESTART_S)


def test_scaling_adds_and_ends_replicas(stack: Stack) -> None:
    assert stack.scale("dispatch", 3) == ["dispatch", "dispatch-2", "dispatch-3"]
    replica = _environment(stack, "dispatch-3")
    assert replica["AFTERSALES_MONGODB_DATABASE"] == "aftersales_dispatch"
    assert replica["AFTERSALES_SERVICE_PORT"] != _environment(stack, "dispatch")["AFTERSALES_SERVICE_PORT"]
    assert stack.scale("dispatch", 1) == ["dispatch"]
    assert {ref.name for ref in state.load(stack.home).processes} >= {"dispatch", "intake"}
    assert not [ref for ref in state.load(stack.home).processes if ref.name.startswith("dispatch-")]


def test_mail_is_kept_and_indexed(stack: Stack) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "逾期提醒", "noreply@example.test", "a@example.test"
    message.set_content("时效已过")
    host, port = "127.0.0.1", int(stack.url("mail").rpartition(":")[2])

    def delivered() -> bool:
        try:
            with smtplib.SMTP(host, port, timeout=5) as server:
                server.send_message(message)
        except OSError:  # it may just be coming back from the kill above
            return False
        return True

    assert wait_until(delivered, _RESTART_S)
    entry = json.loads((stack.home.mail / "mail.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (entry["subject"], entry["text"], entry["to"]) == ("逾期提醒", "时效已过", ["a@example.test"])


def test_one_home_has_one_stack(stack: Stack) -> None:
    second = Stack(stack.home.root, services=_FAKES, report=lambda _: None)
    with pytest.raises(StackRunningError):
        second.start()
    assert stack.pid("broker")


def test_a_service_that_cannot_start_shows_its_log_and_leaves_nothing(tmp_path: Path, stack: Stack) -> None:
    broken = ServiceSpec("intake", 8001, "fake_service", {**_MODULES, "FAKE_BROKEN": "1"})
    external = {"MONGODB_URL": stack.url("database"), "AMQP_URL": stack.url("broker")}
    failing = Stack(tmp_path, services=[broken], environment=external, report=lambda _: None)
    with pytest.raises(NotReadyError, match="broken on purpose"):
        failing.start()
    assert not marked(Home.at(tmp_path))
    assert stack.pid("broker"), "backends given by URL are not ended"
