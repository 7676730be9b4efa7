"""Cases teach the next model, and judge this one."""

from dataclasses import replace

from chassis.documents import Change
from dispatch.domain.assignment import Assignment
from dispatch.domain.classification import Category
from dispatch.domain.desk import Desk
from dispatch.domain.opinion.consultation import judging
from dispatch.domain.opinion.experience import learned_from, tried
from dispatch.domain.roster import on_duty
from dispatch.handlers.classify_case import PersonsClass, reclassify_case
from dispatch.handlers.on_case_opened import on_case_opened

from tests.unit.dispatch.builders import CLERK, LEAK_TEXT, OPENED, UNSURE_TEXT, context, opened, policy
from tests.unit.dispatch.opinion.models import CLEAR_TEXT, opinion

DESK = Desk(policy(), on_duty(policy(), OPENED), 0)


def case(text: str, *, asked: bool = True) -> Assignment:
    seen = replace(context(), judge=judging(opinion() if asked else None))
    change = on_case_opened(None, opened(text, product_name="heater"), seen)
    assert isinstance(change, Change)
    return change.state


def corrected(state: Assignment, category: str = "commercial", team: str = "support") -> Assignment:
    assert category in ("commercial", "delivery")
    wanted = PersonsClass(category, team, None, None, "so it is")  # type: ignore[arg-type]
    return reclassify_case(state, wanted, "so it is", CLERK, DESK, now=OPENED).state


def test_a_sure_rule_teaches_a_model_does_not_teach_itself() -> None:
    learned = learned_from(case(LEAK_TEXT))
    assert learned is not None
    assert (learned.text, learned.product, learned.source) == (LEAK_TEXT, "heater", "rule")
    assert (learned.category, learned.team) == (Category.PRODUCT_QUALITY, "quality")
    assert learned.kind == "complaint"
    assert learned_from(case(CLEAR_TEXT)) is None
    assert learned_from(case(UNSURE_TEXT, asked=False)) is None


def test_a_persons_word_teaches_and_judges_the_proposal() -> None:
    state = case(CLEAR_TEXT)
    assert state.classification.opinion is not None
    assert tried(state) is None
    learned, judged = learned_from(corrected(state)), tried(corrected(state))
    assert learned is not None
    assert (learned.source, learned.category, learned.team) == ("person", Category.COMMERCIAL, "support")
    assert judged is not None
    assert (judged.proposal.category, judged.category_right, judged.team_right) == ("delivery", False, False)
    agreed = tried(corrected(state, "delivery", "support"))
    assert agreed is not None
    assert (agreed.category_right, agreed.team_right) == (True, False)


def test_without_a_proposal_there_is_nothing_to_judge() -> None:
    assert tried(corrected(case(LEAK_TEXT))) is None
