"""F-54 of a case in the running service: JSON, page and workbook, for those who may read the assignment."""

from io import BytesIO

import pytest
from contracts.events.intake import CaseAmended
from httpx import Response
from localstack.tokens import Person
from openpyxl import load_workbook

from tests.integration.dispatch.desk import CLERK, Desk
from tests.support.builders import payload_of
from tests.support.eventually import eventually
from tests.unit.dispatch.forms.reading import read

HOSTILE = "<script>alert(1)</script> & \u202egnp.exe"
SHOWN = "<script>alert(1)</script> & [U+202E]gnp.exe"
PAGE, BOOK = "f54.html", "f54.xlsx"


async def fetched(desk: Desk, case_id: str, file: str, language: str | None = None, **headers: str) -> Response:
    """The answer to the clerk."""
    params = {} if language is None else {"lang": language}
    path = f"/v1/assignments/{case_id}/{file}"
    return await desk.service.client.get(path, params=params, headers={**desk.headers(CLERK), **headers})


async def corrected(desk: Desk) -> str:
    """A case of a hostile customer, whose description another clerk has corrected."""
    case_id = await desk.opens(customer_name=HOSTILE, recorded_by="staff:clerk1", order_number=None)
    changes = payload_of(
        CaseAmended,
        case_id=case_id,
        customer_name=HOSTILE,
        order_number=None,
        description="=1+1 <b>leaks</b>",
        amended_by="staff:clerk2",
    )
    now = (await desk.sees(case_id))["opened_at"]
    await desk.tells(CaseAmended.model_validate({**changes.model_dump(), "amended_at": now}), case_id)

    async def signed() -> bool:
        return len(described(await desk.sees(case_id, part="/f54"))) == 2

    await eventually(signed, what="the corrected description")
    return case_id


def described(sheet: dict[str, object]) -> list[dict[str, object]]:
    """The versions of box 1."""
    boxes = sheet["boxes"]
    assert isinstance(boxes, list)
    versions = boxes[0]["versions"]
    assert isinstance(versions, list)
    return versions


async def test_the_sheet_tells_every_signature_and_who_superseded_it(desk: Desk) -> None:
    sheet = await desk.sees(await corrected(desk), part="/f54")
    assert (sheet["customer_name"], sheet["order_number"], sheet["no_order"]) == (HOSTILE, None, True)
    old, new = described(sheet)
    assert (old["text"], old["signed_by"], old["signed_by_name"]) == ("the heater leaks", "staff:clerk1", "李禾")
    assert (old["superseded_by"], old["superseded_by_name"]) == ("staff:clerk2", "马悦")
    assert old["superseded_at"] == new["signed_at"]
    assert (new["text"], new["signed_by_name"], new["superseded_by"]) == ("=1+1 <b>leaks</b>", "马悦", None)


async def test_the_page_is_chinese_unless_english_is_preferred_or_asked_for(desk: Desk) -> None:
    case_id = await corrected(desk)
    titles = {"zh-CN": "客户投诉处理跟踪表", "en": "Customer complaint tracking sheet"}
    for language, header, expected in [
        (None, "", "zh-CN"),
        (None, "en-GB,en;q=0.9,zh;q=0.2", "en"),
        ("zh", "en", "zh-CN"),
        ("en", "zh-CN", "en"),
    ]:
        answer = await fetched(desk, case_id, PAGE, language, **{"Accept-Language": header})
        assert answer.status_code == 200
        assert (answer.headers["content-type"], answer.headers["content-language"]) == (
            "text/html; charset=utf-8",
            expected,
        )
        assert titles[expected] in read(answer.text).texts


async def test_a_page_shows_strangers_text_as_text_and_may_load_nothing(desk: Desk) -> None:
    answer = await fetched(desk, await corrected(desk), PAGE)
    page = read(answer.text)
    assert {SHOWN, "=1+1 <b>leaks</b>"} <= set(page.texts)
    assert page.struck == ["the heater leaks", "李禾"]
    assert {name for name, _ in page.elements}.isdisjoint({"script", "b", "img"})
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-cache"


async def test_the_workbook_opens_and_computes_nothing(desk: Desk) -> None:
    case_id = await corrected(desk)
    answer = await fetched(desk, case_id, BOOK, "en")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    number = (await desk.sees(case_id))["number"]
    assert answer.headers["content-disposition"] == f'attachment; filename="F-54-{number}.xlsx"'
    book = load_workbook(BytesIO(answer.content))
    cells = {cell.value: cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert (cells[SHOWN], cells["=1+1 <b>leaks</b>"], cells["the heater leaks"]) == ("s", "s", "s")
    assert "f" not in cells.values()


@pytest.mark.parametrize("file", [PAGE, BOOK])
async def test_what_the_caller_has_is_not_sent_again_until_it_changes(desk: Desk, file: str) -> None:
    case_id = await corrected(desk)
    tag = (await fetched(desk, case_id, file)).headers["etag"]
    again = await fetched(desk, case_id, file, **{"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await fetched(desk, case_id, file, "en", **{"If-None-Match": tag})).status_code == 200
    responsible = str((await desk.sees(case_id))["responsible"]).removeprefix("staff:")
    person = Person(roles=["quality_engineer"], staff=responsible, team="quality")
    assert (await desk.does(case_id, "accept", person)).status_code == 200
    changed = await fetched(desk, case_id, file, **{"If-None-Match": tag})
    assert (changed.status_code, changed.headers["etag"] != tag) == (200, True)


@pytest.mark.parametrize("file", ["f54", PAGE, BOOK])
async def test_a_sheet_is_for_those_who_may_read_the_assignment(desk: Desk, file: str) -> None:
    case_id = await desk.opens()
    path = f"/v1/assignments/{case_id}/{file}"
    machine = Person(roles=["integration"], staff="crm")
    answers = [
        await desk.service.client.get(path),
        await desk.get(path, machine),
        await desk.get(f"/v1/assignments/nowhere/{file}", CLERK),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (401, "unauthenticated"),
        (403, "forbidden"),
        (404, "not_found"),
    ]
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


@pytest.mark.parametrize("file", [PAGE, BOOK])
async def test_a_language_that_the_form_does_not_have_is_refused(desk: Desk, file: str) -> None:
    answer = await fetched(desk, await desk.opens(), file, "de")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
