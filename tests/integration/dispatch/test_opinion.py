"""The second opinion at work: an unsure text is classified by it, a doubtful one waits with its proposal in sight."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from contracts.events.dispatch import CaseClassified, CaseReclassified
from dispatch.adapters.mongo_experience import MongoExperience
from dispatch.bootstrap import build
from dispatch.domain.classification import Category
from dispatch.domain.opinion.errors import OpinionError
from dispatch.settings import Settings

from tests.integration.dispatch.desk import CLERK, Desk
from tests.support.running import running
from tests.unit.dispatch.builders import LEAK_TEXT
from tests.unit.dispatch.opinion.models import CLEAR_TEXT, content

DOUBTFUL_TEXT = "zzz"
"""Neither the rules nor the model know anything of it."""


@pytest.fixture(scope="module")
async def asked(
    dispatch_settings: Callable[[], Settings], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    """The service with the small model."""
    file = tmp_path_factory.mktemp("opinion") / "small.json"
    file.write_bytes(content())
    settings = dispatch_settings().model_copy(update={"dispatch_opinion": "default", "dispatch_opinion_file": file})
    async with running(settings, lambda: build(settings)) as service:
        yield Desk(service)


async def test_an_unsure_text_is_classified_by_the_opinion_and_a_correction_judges_it(asked: Desk) -> None:
    case_id = await asked.opens(CLEAR_TEXT)
    (classified,) = await asked.service.hears(CaseClassified, case_id)
    assert (classified.category, classified.team, classified.rule) == ("delivery", "sales", "opinion:small@3")
    assert classified.classified_by == "opinion:small"
    shown = await asked.sees(case_id)
    assert shown["status"] == "assigned"
    made = shown["classification"]
    assert isinstance(made, dict)
    assert (made["ruleset"], made["opinion"]["decided"], made["opinion"]["version"]) == ("tests", True, 3)
    assert made["confidence"] >= made["opinion"]["threshold"]

    body = {"category": "commercial", "reason": "it is about the price of shipping"}
    corrected = (await asked.does(case_id, "reclassify", CLERK, body)).json()
    assert corrected["classification"]["opinion"] is None
    assert corrected["earlier_classifications"][0]["opinion"]["category"] == "delivery"
    (told,) = await asked.service.hears(CaseReclassified, case_id)
    assert (told.previous_category, told.category) == ("delivery", "commercial")


async def test_a_doubtful_text_waits_for_a_person_who_sees_the_proposal_and_confirms_it(asked: Desk) -> None:
    case_id = await asked.opens(DOUBTFUL_TEXT)
    shown = await asked.gets_to(case_id, "awaiting_classification")
    guess = shown["classification"]
    assert isinstance(guess, dict)
    proposal = guess["opinion"]
    assert (guess["sure"], proposal["decided"], guess["category"]) == (False, False, proposal["category"])
    assert 0 < proposal["confidence"] < proposal["threshold"]
    confirmed = await asked.does(case_id, "classify", CLERK, {"category": proposal["category"]})
    assert (confirmed.status_code, confirmed.json()["status"]) == (200, "assigned")
    assert confirmed.json()["earlier_classifications"][0]["opinion"] == proposal


async def test_a_sure_rule_does_not_ask(asked: Desk) -> None:
    shown = await asked.sees(await asked.opens(LEAK_TEXT))
    made = shown["classification"]
    assert isinstance(made, dict)
    assert (made["by"], made["rule"], made["opinion"]) == ("ruleset:tests", "leaks", None)


async def test_switched_off_the_same_text_waits_without_a_proposal(desk: Desk) -> None:
    case_id = await desk.opens(CLEAR_TEXT)
    guess = (await desk.gets_to(case_id, "awaiting_classification"))["classification"]
    assert isinstance(guess, dict)
    assert (guess["rule"], guess["opinion"]) == ("fallback", None)


def test_a_damaged_model_stops_the_start(dispatch_settings: Callable[[], Settings], tmp_path: Path) -> None:
    file = tmp_path / "damaged.json"
    file.write_bytes(content().replace(b'"small"', b'"large"'))
    settings = dispatch_settings().model_copy(update={"dispatch_opinion": "default", "dispatch_opinion_file": file})
    with pytest.raises(OpinionError, match="sha256"):
        build(settings)


async def test_what_people_said_is_read_back_as_examples_and_as_the_models_record(asked: Desk) -> None:
    since = datetime.now(UTC)
    case_id = await asked.opens(CLEAR_TEXT, opened_at=datetime.now(UTC))
    await asked.does(case_id, "reclassify", CLERK, {"category": "commercial", "reason": "a matter of price"})
    until = since + timedelta(hours=1)
    experience = MongoExperience(asked.service.runtime.mongo_database["assignments"], since, until)
    examples = [example async for example in experience.examples()]
    assert [(each.text, each.category, each.source) for each in examples] == [
        (CLEAR_TEXT, Category.COMMERCIAL, "person")
    ]
    (judged,) = [each async for each in experience.tries()]
    assert (judged.proposal.version, judged.proposal.category, judged.category_right) == (3, "delivery", False)
