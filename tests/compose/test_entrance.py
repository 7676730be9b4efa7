"""The one entrance: services by name, their own problems, nothing for strangers."""

import httpx

from tests.e2e.suite import Suite
from tests.support.compose import Compose


async def test_a_token_from_the_command_line_is_accepted(compose: Compose, suite: Suite) -> None:
    told = compose.compose("run", "--rm", "-T", "token", "--role", "sales_clerk", "--staff", "clerk1").strip()
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(
            compose.url("intake") + "/v1/cases", headers={"Authorization": f"Bearer {told}"}, params={"limit": 1}
        )
    assert answer.status_code == 200
    assert (await suite.api.ask("GET", "intake", "/v1/cases", None)).status_code == 401


async def test_figures_of_a_replica_are_not_shown_outside(suite: Suite) -> None:
    for service in ("intake", "dispatch", "repair", "survey", "notification"):
        assert (await suite.api.ask("GET", service, "/metrics", None)).status_code == 404
        assert (await suite.api.ask("GET", service, "/readyz", None)).status_code == 200


async def test_links_to_the_customer_lead_through_the_entrance(compose: Compose, suite: Suite) -> None:
    case = await suite.open_case("嗯，这个嘛")
    assert case.tracking_url.startswith(compose.url("intake"))
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(case.tracking_url)).status_code == 200


async def test_both_replicas_of_dispatch_are_asked(compose: Compose, suite: Suite) -> None:
    replicas = compose.containers("dispatch")
    before = [_refused(compose, container) for container in replicas]
    for _ in range(40):
        answer = await suite.api.ask("POST", "dispatch", "/v1/assignments/none/accept", None)
        assert answer.status_code == 401
    grown = [_refused(compose, container) - count for container, count in zip(replicas, before, strict=True)]
    assert len(grown) == 2
    assert sum(grown) == 40
    assert min(grown) > 0


async def test_a_second_start_makes_nothing_new(compose: Compose) -> None:
    key = compose.secret("intake", "auth_key")
    assert "all there" in compose.compose("run", "--rm", "-T", "secrets")
    assert "created" not in compose.compose("run", "--rm", "-T", "mongo-setup", within=150)
    assert compose.secret("intake", "auth_key") == key


def _refused(compose: Compose, container: str) -> int:
    script = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8000/metrics').read().decode())"
    text = compose.run("docker", "exec", container, "python", "-c", script)
    lines = [line for line in text.splitlines() if line.startswith("aftersales_http_requests_total{")]
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in lines if '"POST"' in line and '"401"' in line)
