"""``make demo``: the stack, the play, the reconciliation."""

import asyncio
import os
import time
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

from rich.console import Console
from rich.table import Table

from localstack.demo.api import Api
from localstack.demo.cast import READER
from localstack.demo.complaints import Complaint, read_complaints
from localstack.demo.reckoning import Reckoning, reckon
from localstack.demo.screen import screen_for
from localstack.demo.theatre import Theatre
from localstack.foreground import EndRequestedError, run_until_ended
from localstack.home import Home
from localstack.services import SERVICES
from localstack.stack import Stack

_PATIENCE_S = 1200.0
_BAD = 1


def main(*, home: Path, source: Path | None, leave: bool) -> int:
    """Play; stay until Ctrl-C unless `leave`. 0 when the reconciliation holds. Raises `LocalStackError`."""
    complaints = read_complaints(source)
    console = Console()
    verdicts: list[bool] = []

    def ready(stack: Stack) -> None:
        verdicts.append(perform(stack, complaints, console))
        if leave:
            raise EndRequestedError
        console.print("The stack stays. Ctrl-C stops it.")

    run_until_ended(Home.at(home), None, ready, environment=surroundings(os.environ), in_memory=True)
    return 0 if verdicts and verdicts[0] else _BAD


def surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """The services' environment: hours that are seconds."""
    with as_file(files("localstack.demo") / "policy.yaml") as dispatch, as_file(files("survey")) as survey:
        return {
            **environment,
            "AFTERSALES_DISPATCH_POLICY_FILE": str(dispatch.resolve()),
            "AFTERSALES_SURVEY_POLICY_FILE": str((survey / "policy" / "demo.yaml").resolve()),
        }


def perform(stack: Stack, complaints: list[Complaint], console: Console) -> bool:
    """Play on a running stack and print what came of it; whether the reconciliation holds."""
    _addresses(stack, console)
    return asyncio.run(_perform(stack, complaints, console))


async def _perform(stack: Stack, complaints: list[Complaint], console: Console) -> bool:
    began = time.monotonic()
    screen = screen_for(console)
    urls = {service.name: stack.url(service.name) for service in SERVICES}
    async with Api(urls, stack.token) as api:
        theatre = Theatre(api, complaints, screen.show)
        try:
            over = await theatre.play(_PATIENCE_S)
        finally:
            screen.close()
        reckoning = await reckon(api, list(theatre.stories.values()), len(complaints), stack.url("broker"))
    console.print(f"{len(complaints)} complaints, {theatre.deeds_done} deeds, {time.monotonic() - began:.0f} s")
    if not over:
        console.print(f"not everything came to its end within {_PATIENCE_S:.0f} s")
    _print(reckoning, console)
    return over and reckoning.good


def _addresses(stack: Stack, console: Console) -> None:
    token = stack.token(READER)
    intake = stack.url("intake")
    body = (
        '{"kind": "complaint", "channel": "web", "customer": {"name": "Chen Mei"}, "product": {"name": "heater"}, '
        '"description": "It leaks.", "occurred_at": "2026-03-02T08:30:00Z"}'
    )
    lines = [
        *(f"{service.name:<13} {stack.url(service.name)}/docs" for service in SERVICES),
        f"{'e-mails':<13} {stack.home.mail}",
        f"{'a token':<13} {token}",
        "",
        "a complaint of your own:",
        f"curl -s {intake}/v1/cases -H 'Content-Type: application/json' -H 'Authorization: Bearer {token}' -d '{body}'",
        "",
    ]
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _print(reckoning: Reckoning, console: Console) -> None:
    table = Table(title="reconciliation, counted over the public APIs")
    for column in ("", "found", "expected", ""):
        table.add_column(column)
    for check in reckoning.checks:
        verdict = "ok" if check.good else "WRONG"
        table.add_row(
            check.what, str(check.found), str(check.expected), verdict, style="" if check.good else "bold red"
        )
    console.print(table)
    for name, counts in reckoning.counts.items():
        told = ", ".join(f"{what} {count}" for what, count in counts.most_common())
        console.print(f"{name:<11} {told or 'none'}", highlight=False, markup=False, soft_wrap=True)
