"""Message templates: sandboxed jinja2 files, `<template>.<language>.txt`, whose first line is the subject."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import yaml
from contracts.payload import Payload
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notification.context import Rendered
from notification.domain.contact import Contact
from notification.domain.notification import Language

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
SUBJECT_MAX: Final = 200
Words = Mapping[str, Mapping[str, Mapping[str, str]]]


class TemplatesError(ValueError):
    """A template is missing or does not fit its event; the message names it."""


class Templates:
    """Renders messages. Files of `directory`, if given, go before those that come with the service."""

    def __init__(self, *, timezone: str, public_url: str, directory: Path | None = None) -> None:
        self._public_url = public_url.rstrip("/")
        self._environments = {
            language: _environment(ZoneInfo(timezone), directory, words) for language, words in _load_words().items()
        }

    def render(
        self,
        template: str,
        language: Language,
        event: Payload,
        contact: Contact | None,
        message: Rendered | None = None,
    ) -> Rendered:
        """The message; raises TemplatesError when the template does not fit."""
        path = contact.tracking_path if contact is not None else None
        try:
            text = (
                self._environments[language]
                .get_template(f"{template}.{language}.txt")
                .render(
                    event=event.model_dump(),
                    contact=contact,
                    link=self._public_url + path if path is not None else None,
                    message=message,
                )
            )
        except TemplateError as error:
            raise TemplatesError(f"template {template}.{language}.txt: {type(error).__name__}: {error}") from error
        subject, _, body = text.partition("\n")
        return Rendered(" ".join(subject.split())[:SUBJECT_MAX], body.strip())

    def check(self, uses: Iterable[tuple[str, Payload]], contact: Contact) -> None:
        """Render each template with each event in every language, so that a misfit shows at start, not at night."""
        for template, event in uses:
            for language in LANGUAGES:
                rendered = self.render(template, language, event, contact, Rendered("subject", "body"))
                if not rendered.subject or not rendered.body:
                    raise TemplatesError(f"template {template}.{language}.txt: subject or body is empty")


def _environment(
    timezone: ZoneInfo, directory: Path | None, words: Mapping[str, Mapping[str, str]]
) -> ImmutableSandboxedEnvironment:
    shipped = PackageLoader("notification", "templates")
    environment = ImmutableSandboxedEnvironment(
        loader=shipped if directory is None else ChoiceLoader([FileSystemLoader(directory), shipped]),
        undefined=StrictUndefined,
        autoescape=False,  # plain text; the HTML part is escaped where it is made
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )

    def word(code: str, group: str) -> str:
        return words.get(group, {}).get(code, code)

    def address(of: str) -> str:
        kind, _, name = of.partition(":")
        return word(name, kind) if kind in ("role", "team") else name or of

    def local(at: datetime | None) -> str:
        return "" if at is None else at.astimezone(timezone).strftime("%Y-%m-%d %H:%M")

    environment.filters.update(word=word, address=address, local=local)
    return environment


def _load_words() -> dict[Language, Mapping[str, Mapping[str, str]]]:
    text = resources.files("notification").joinpath("templates/words.yaml").read_text(encoding="utf-8")
    words: Words = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    return {language: words[language] for language in LANGUAGES}
