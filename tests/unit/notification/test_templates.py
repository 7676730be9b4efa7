"""Every template fits its event in both languages; own templates go first; a misfit shows at start."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from contracts.events.dispatch import TaskAssigned, TaskReminded
from contracts.events.dispatch_quality import FeedDigestDue
from contracts.events.intake import CaseOpened
from contracts.events.survey import ImprovementVerified
from contracts.payload import CasePayload, Payload
from notification.adapters.policy_file import event_of
from notification.adapters.templates import LANGUAGES, Templates, TemplatesError
from notification.bootstrap import check_templates
from notification.context import Rendered
from notification.domain.notification import Language
from notification.domain.policy import Rule

from tests.unit.notification.builders import contact, event, policy

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CASELESS: dict[type[Payload], str] = {FeedDigestDue: "WH-80"}
"""What a message about no single case must tell, of the contract's example."""
TEMPLATES = Templates(timezone="Asia/Shanghai", public_url="https://service.example.com/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", policy().rules, ids=lambda rule: rule.event)
def test_every_template_renders_its_example(rule: Rule, language: Language) -> None:
    told = event(event_of(rule)).data
    rendered = TEMPLATES.render(rule.template, language, told, contact())
    text = f"{rendered.subject}\n{rendered.body}"
    assert (told.number if isinstance(told, CasePayload) else CASELESS[type(told)]) in text
    assert rendered.subject
    assert "\n" not in rendered.subject
    assert "None" not in text
    assert "{" not in text
    assert bool(CHINESE.search(text)) == (language == "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_call_carries_the_text_and_the_number_to_call(language: Language) -> None:
    told = Rendered("your case", "We come on Tuesday.")
    rendered = TEMPLATES.render("tell_by_phone", language, event(CaseOpened).data, contact(), told)
    assert "your case" in rendered.subject
    assert "We come on Tuesday." in rendered.body
    assert "0571-8700" in rendered.body


def test_links_times_and_words_are_for_people() -> None:
    opened = TEMPLATES.render("case_opened", "zh", event(CaseOpened).data, contact())
    assert "https://service.example.com/track/4fN0cQ" in opened.body
    assert "2026-03-02 17:00" in opened.body
    assigned = TEMPLATES.render("task_assigned", "zh", event(TaskAssigned).data, contact())
    assert "产品质量" in assigned.body
    assert "组织项目团队处理" in assigned.subject
    assert "50%" in TEMPLATES.render("task_reminded", "en", event(TaskReminded).data, None).body


def test_without_a_page_of_the_customers_there_is_no_link() -> None:
    rendered = TEMPLATES.render("case_opened", "en", event(CaseOpened).data, contact(tracking_path=None))
    assert "http" not in rendered.body


def test_what_is_false_is_told_so() -> None:
    told = event(ImprovementVerified, effective=False, remark="").data
    assert "not effective" in TEMPLATES.render("improvement_verified", "en", told, None).subject


def test_templates_of_the_policy_are_complete() -> None:
    check_templates(policy(), TEMPLATES)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Hello {{ event.shoe_size }}\nx", "UndefinedError"),
        ("Hello {{ event.number\nx", "TemplateSyntaxError"),
        ("{{ ''.__class__.__mro__ }}\nx", "SecurityError"),
        ("subject only", "empty"),
    ],
)
def test_a_template_that_does_not_fit_is_named(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "case_opened.en.txt").write_text(text, encoding="utf-8")
    templates = Templates(timezone="UTC", public_url="https://x.example", directory=tmp_path)
    with pytest.raises(TemplatesError, match=reason) as refused:
        check_templates(policy(), templates)
    assert "case_opened.en.txt" in str(refused.value)


def test_a_missing_template_is_named() -> None:
    rules = replace(policy(), rules=(Rule("case.opened.v1", "hello", "customer"),))
    with pytest.raises(TemplatesError, match=r"hello\.zh\.txt"):
        check_templates(rules, TEMPLATES)


def test_own_templates_go_first(tmp_path: Path) -> None:
    (tmp_path / "case_opened.en.txt").write_text("Moin {{ event.number }}\nHi", encoding="utf-8")
    templates = Templates(timezone="UTC", public_url="https://x.example", directory=tmp_path)
    assert templates.render("case_opened", "en", event(CaseOpened).data, contact()).subject == "Moin 2603-000017-4"
    assert templates.render("case_opened", "zh", event(CaseOpened).data, contact()).subject.startswith("我们")
