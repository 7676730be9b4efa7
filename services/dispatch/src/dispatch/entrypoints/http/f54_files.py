"""The sheet as a file: page or workbook, with the headers that keep it private and fresh."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from chassis.problems import preferred_language
from fastapi import Response

from dispatch.domain.policy import Policy
from dispatch.domain.words import Language
from dispatch.forms.page import F54Page
from dispatch.forms.sheet import Sheet
from dispatch.forms.texts import Texts, texts_of
from dispatch.forms.words import FormWords
from dispatch.forms.workbook import f54_workbook

HTML = "text/html"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class F54Forms:
    """What sheets are drawn with."""

    page: F54Page
    words: Mapping[Language, FormWords]

    def texts(self, policy: Policy, wanted: Language | None, accept_language: str | None) -> Texts:
        """The language asked for, else the one the caller prefers, else Chinese."""
        language = wanted or preferred_language(accept_language)
        return texts_of(self.words[language], language, policy)


def page_response(forms: F54Forms, sheet: Sheet, texts: Texts, if_none_match: str | None) -> Response:
    """The page, or 304 when the caller has it."""
    headers = _headers(sheet, texts, HTML)
    headers["Content-Security-Policy"] = forms.page.security_policy
    if _is_known(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(forms.page.render(sheet, texts), headers=headers, media_type=HTML)


def workbook_response(sheet: Sheet, texts: Texts, if_none_match: str | None) -> Response:
    """The workbook to save under the case's number, or 304 when the caller has it. Takes some milliseconds of CPU."""
    headers = _headers(sheet, texts, XLSX)
    headers["Content-Disposition"] = f'attachment; filename="F-54-{_UNSAFE.sub("_", sheet.number)[:100]}.xlsx"'
    if _is_known(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(f54_workbook(sheet, texts), headers=headers, media_type=XLSX)


def _headers(sheet: Sheet, texts: Texts, media_type: str) -> dict[str, str]:
    """The tag is of all that is shown: a person's new name changes it although the assignment's version stays."""
    shown = repr((media_type, texts.language, texts.zone.key, sorted(texts.teams.items()), sheet))
    digest = hashlib.sha256(shown.encode("utf-8", "backslashreplace")).hexdigest()
    return {
        "ETag": f'W/"{sheet.version}-{digest[:16]}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Language, Authorization, X-API-Key",
        "Content-Language": "zh-CN" if texts.language == "zh" else "en",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def _is_known(if_none_match: str | None, tag: str) -> bool:
    """Weak comparison (RFC 9110, section 13.1.2)."""
    if if_none_match is None:
        return False
    given = [part.strip() for part in if_none_match.split(",")]
    return "*" in given or tag.removeprefix("W/") in [part.removeprefix("W/") for part in given]
