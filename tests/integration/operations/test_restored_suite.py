"""All five services lose their databases in the middle of a case; a restore later, the case goes on to its end."""

from pathlib import Path

import pytest
from pymongo import MongoClient

from tests.e2e.suite import CLERK, SERVICE, staff
from tests.integration.operations.command import aftersales
from tests.integration.operations.five import KINDS, Five


@pytest.mark.timeout(300)  # five services start twice
async def test_a_case_goes_on_after_everything_was_restored(mongo_url: str, amqp_url: str, tmp_path: Path) -> None:
    five = Five.in_directory(tmp_path, mongo_url, amqp_url)
    settings, backup = five.settings("intake"), tmp_path / "backup"
    async with five.running() as suite:
        case = await suite.open_case(SERVICE)
        assignment = await suite.assignment_is(case.id, lambda seen: seen.status == "assigned")
        responsible = staff(assignment.responsible or "", "sales_manager", team="sales")
        await suite.task(case.id, "accept", responsible)
        await suite.case_is(case.id, lambda seen: seen.status == "in_progress")
        accepted = await suite.assignment_is(case.id)
        doctor = await aftersales(settings, five.prefix, "doctor", "--language", "en")
        assert doctor.code == 0, doctor
    assert (await aftersales(settings, five.prefix, "backup", "--to", backup)).code == 0
    with MongoClient[dict[str, object]](mongo_url) as client:
        assignments = client[f"{five.prefix}dispatch"]["assignments"]
        indexes = assignments.index_information()
        assert any("partialFilterExpression" in index for index in indexes.values())
        for service in KINDS:
            client.drop_database(f"{five.prefix}{service}")

    restored = await aftersales(settings, five.prefix, "restore", "--from", backup)
    assert restored.code == 0, restored
    with MongoClient[dict[str, object]](mongo_url) as client:
        assert client[f"{five.prefix}dispatch"]["assignments"].index_information() == indexes

    async with five.running() as suite:
        assert await suite.assignment_is(case.id) == accepted
        await suite.task(case.id, "reply", responsible, {"cause": "密封圈老化", "measure": "更换密封圈"})
        await suite.task(case.id, "communicate", CLERK, {"text": "明天上门"})
        await suite.task(case.id, "resolve", responsible, {"resolution": "已道歉并补偿"})
        await suite.ask_customer(case.id, 1, "very_satisfied")
        closed = await suite.case_is(case.id, lambda seen: seen.status == "closed")
        happened = [entry.what for entry in await suite.timeline(case.id)]
    assert closed.number == case.number
    assert [happened.count(what) for what in ("case.opened", "task.accepted", "case.resolved")] == [1, 1, 1]
