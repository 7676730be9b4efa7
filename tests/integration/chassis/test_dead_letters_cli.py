"""`aftersales dead`: look without loss, replay with effect, drop on purpose."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from chassis import cli, cli_dead
from chassis.settings import ServiceSettings
from contracts.codec import dump
from contracts.events.intake import CaseClosed, CaseOpened

from tests.integration.chassis import toy
from tests.support.broker import Bench
from tests.support.builders import envelope_of
from tests.support.eventually import eventually

Aftersales = Callable[..., Awaitable[tuple[int, str]]]
SERVICE = "survey"


@pytest.fixture
def aftersales(toy_settings: ServiceSettings, capsys: pytest.CaptureFixture[str]) -> Aftersales:
    """Run the command on the test's broker; exit code and standard output."""

    async def run(*arguments: str) -> tuple[int, str]:
        url = ["--amqp-url", toy_settings.amqp_url.get_secret_value()]
        namespace = ["--namespace", toy_settings.broker_namespace]
        code = await asyncio.to_thread(cli.main, ["dead", *arguments, "--service", SERVICE, *url, *namespace])
        return code, capsys.readouterr().out

    return run


async def bury(replica: toy.Toy, wire: Bench, count: int) -> None:
    """Events of two kinds that die, one of another type, and one that nobody can read."""
    for n in range(count):
        await wire.send(SERVICE, envelope_of(CaseOpened, id=f"poison-{n}", case_id=f"c-{n}", description="poison"))
    await wire.send(SERVICE, envelope_of(CaseClosed, id="early", case_id="nowhere"))
    await wire.send_raw(SERVICE, b"\xff", message_id="unreadable")
    await eventually(lambda: _depth_is(wire, count + 2))


async def _depth_is(wire: Bench, count: int) -> bool:
    return await wire.depth(f"{SERVICE}.dead") == count


def composed(settings: ServiceSettings) -> toy.Toy:
    """The toy under a name that the command knows."""
    return toy.compose(settings, service=SERVICE)


async def test_looking_takes_nothing_away(toy_settings: ServiceSettings, wire: Bench, aftersales: Aftersales) -> None:
    async with composed(toy_settings).running():
        await bury(composed(toy_settings), wire, 3)
        for _ in range(25):
            code, out = await aftersales("list", "--json")
            assert code == 0
        listed = [json.loads(line) for line in out.splitlines()]
        assert [letter["id"] for letter in listed if letter["failure"] == "handler"] == [
            f"poison-{n}" for n in range(3)
        ]
        assert {letter["failure"] for letter in listed} == {"handler", "ladder_exhausted", "malformed"}
        code, out = await aftersales("list", "--type", "case.closed")
        assert (code, "early" in out, "poison" in out) == (0, True, False)
        assert "Hangzhou" not in out
        code, out = await aftersales("show", "--id", "poison-1")
        assert json.loads(out)["body"]["data"]["case_id"] == "c-1"
        assert (await aftersales("list", "--older", "1h"))[0] == cli_dead.NOTHING
        assert (await aftersales("list", "--reason", "malformed"))[1].count("\n") == 1
        assert (await aftersales("list", "--limit", "2"))[1].count("\n") == 2
        assert (await aftersales("replay", "--dry-run"))[0] == 0
        assert (await aftersales("drop", "--dry-run"))[0] == 0
        await eventually(lambda: _depth_is(wire, 5))


async def test_replayed_letters_take_effect_and_the_rest_stays(
    toy_settings: ServiceSettings, wire: Bench, aftersales: Aftersales
) -> None:
    replica = composed(toy_settings)
    async with replica.running():
        await bury(replica, wire, 2)
        await wire.send(SERVICE, envelope_of(CaseOpened, id="first", case_id="nowhere"))
        await eventually(lambda: replica.visit("nowhere"))
        code, _ = await aftersales("replay", "--type", "aftersales.case.closed.v1", "--rate", "1000")
        assert code == 0

        async def closed() -> bool:
            visit = await replica.visit("nowhere")
            return visit is not None and visit.seen == ("first", "early")

        await eventually(closed)
        await eventually(lambda: _depth_is(wire, 3))
        assert (await aftersales("replay", "--reason", "ValueError", "--rate", "1000"))[0] == 0
        await eventually(lambda: _depth_is(wire, 3))
        assert (await aftersales("drop", "--reason", "malformed"))[0] == 0
        await eventually(lambda: _depth_is(wire, 2))
        assert (await aftersales("drop"))[0] == 0
        await eventually(lambda: _depth_is(wire, 0))
        assert (await aftersales("list"))[0] == cli_dead.NOTHING


async def test_a_replayed_letter_that_was_applied_has_no_second_effect(
    toy_settings: ServiceSettings, wire: Bench, aftersales: Aftersales
) -> None:
    replica = composed(toy_settings)
    opened = envelope_of(CaseOpened, id="once", case_id="c-1")
    async with replica.running():
        await wire.send(SERVICE, opened)
        await eventually(lambda: replica.visit("c-1"))
        await wire.put(f"{SERVICE}.dead", dump(opened), opened.id)
        assert (await aftersales("replay"))[0] == 0
        last = envelope_of(CaseClosed, id="last", case_id="c-1")
        await wire.send(SERVICE, last)

        async def closed() -> bool:
            visit = await replica.visit("c-1")
            return visit is not None and visit.status == "closed"

        await eventually(closed)
        visit = await replica.visit("c-1")
        assert visit is not None
        assert visit.seen == ("once", "last")


@pytest.mark.parametrize(
    "arguments",
    [
        ["dead"],
        ["dead", "list"],
        ["dead", "list", "--service", "nobody"],
        ["dead", "list", "--service", SERVICE, "--older", "soon"],
        ["dead", "list", "--service", SERVICE, "--limit", "0"],
        ["dead", "list", "--service", SERVICE, "--limit", "1e9"],
        ["dead", "replay", "--service", SERVICE, "--rate", "nan"],
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert "usage: aftersales" in capsys.readouterr().err


def test_an_unreachable_broker_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["dead", "list", "--service", SERVICE, "--amqp-url", "amqp://nobody:secret@127.0.0.1:9/"])
    assert code == cli_dead.UNREACHABLE
    assert "secret" not in capsys.readouterr().err
